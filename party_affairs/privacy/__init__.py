"""Personal data: who has seen it, the mark on what leaves the house, and what is forgotten when.

个人信息保护法 (2021): membership and incomes are sensitive (第二十八条); who handles them keeps records of it (第五十一条, 第五十六条), and
deletes them once their purpose is fulfilled (第十九条, 第四十七条).
"""
