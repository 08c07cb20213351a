"""The year workbook of a branch: an Excel file with the year's records, read, checked and brought in as documents.

workbook, normalise, rows   the file, one cell, one row: values, or what is wrong with them (openpyxl; no site)
layout, template            which sheets and columns there are; the empty workbook
matching, lookups           which row is which earlier record; what the branch has, read once
sheets/, writer             from rows to field values, one module a sheet; from those to documents
run, job                    the whole import in one transaction; the same on the long queue
"""
