"""The year workbook of a branch: an Excel file with the year's records, read, checked and brought in as documents.

workbook    the file: sheets, title rows, header rows, cells (openpyxl; knows nothing of the site)
normalise   one cell: what people type, as dates, times, sums, names
layout      which sheets and columns there are
rows        one row: the values of its columns, or what is wrong with them
matching    which row is which record of an earlier import
lookups     members, firms, groups and posts of the branch, read once
sheets/     one module a sheet: from rows to field values of documents
writer      insert, update, or cancel and amend; collects what the documents refuse
run         the whole import in one transaction
job         the same on the long queue, for the DocType Party Year Import
template    the empty workbook
"""
