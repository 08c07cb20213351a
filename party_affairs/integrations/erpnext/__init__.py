"""ERPNext: dues as Journal Entries of the companies that keep them. Nothing of it shows where ERPNext is not installed.

`journal` says what is booked, `books` into which accounts of which branch, `door` books it; `setup` adds the fields.
"""
