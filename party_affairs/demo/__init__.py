"""The sample year on a site: its organisations and logins, its workbooks, what follows from them, and paper to look at.

All people, firms and organisations in it are invented.
"""
