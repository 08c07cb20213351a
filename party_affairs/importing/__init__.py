"""The year workbook of a branch: an Excel file with the year's records, read, checked and brought in as documents.

source/                     from the bytes of a file to cells: .xlsx, .xls, .csv, and what is none of these
workbook, tables            from cells to sheets, headings and rows; sheet_data is what they hand on
headings, wording           what a heading says; by which words sheets, columns and footers are known
recognise, titles, footers  which sheet is what; what stands above its table, and below
merging, words              several sheets of one kind; the words that organisations add (from the site)
normalise, rows             one cell, one row: values, or what is wrong with them
layout, template            which sheets and columns there are; the empty workbook
matching, lookups           which row is which earlier record; what the branch has, read once
sheets/, writer             from rows to field values, one module a sheet; from those to documents
opened, work, run           whose workbook it is; rows judged, then written; the whole import in one transaction
outcome, problems, marked   what an import comes to; the same problem once; the user's own workbook with its problems marked
preview, journal, undo      what an import would do; what it has changed; how that is taken back
job, batch, archive, cli    the same on the long queue; many workbooks at once, in ZIP archives or from the command line
"""
