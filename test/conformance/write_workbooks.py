"""Writes tables as workbooks by openpyxl and XlsxWriter.

Usage: write_workbooks.py < tables.json, which is [{"path": …, "writer": "openpyxl" | "xlsxwriter" | "inline", "rows": [[…]]}, …].
"""

import json
import sys

import openpyxl
import xlsxwriter


def by_openpyxl(path, rows):
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = book.active.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                # Else text that begins with "=" is a formula, and "#N/A" an error.
                cell.data_type = 's'
    book.save(path)


def by_xlsxwriter(path, rows, options):
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif value is not None:
                sheet.write_number(at, column, value)
    book.close()


for table in json.load(sys.stdin):
    if table['writer'] == 'openpyxl':
        by_openpyxl(table['path'], table['rows'])
    else:
        by_xlsxwriter(table['path'], table['rows'], {'constant_memory': table['writer'] == 'inline'})
