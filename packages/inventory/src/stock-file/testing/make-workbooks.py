"""Makes the workbooks and archives of this folder by programs that are not this project's: openpyxl, XlsxWriter, xlwt,
msoffcrypto-tool and Python's zipfile. Run it with Python 3.11 and these packages:

    pip install openpyxl==3.1.5 XlsxWriter==3.3.1 xlwt==1.3.0 msoffcrypto-tool
    python packages/inventory/src/stock-file/testing/make-workbooks.py
"""

import datetime
import io
import pathlib
import zipfile

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from msoffcrypto.format.ooxml import OOXMLFile

folder = pathlib.Path(__file__).parent / "workbooks"
folder.mkdir(exist_ok=True)


def openpyxl_cells():
    """Every kind of cell that stands in a column of names or counts."""
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title = "Old"
    hidden.sheet_state = "hidden"
    hidden.append(["store", "item", "count"])
    hidden.append(["Hidden", "Row", 1])
    sheet = book.create_sheet("재고")
    sheet["A1"] = "Stock of all shops"
    sheet.merge_cells("A1:D1")
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "Location", "SKU", "On hand", "Note"
    rows = [
        ("Berlin", "Echo", 3, None),
        ("Berlin", 123.0, 0, "a whole number"),
        ("Berlin", 8801234567890, 12.0, "thirteen digits"),
        ("Berlin", "00123", 1200, None),
        ("Köln", "Line\nbreak", 1, "two lines"),
        ("Köln", '5" cable, black', 2, None),
        None,
        ("Köln", datetime.date(2026, 3, 1), 4, "a date"),
        ("Köln", "#N/A", 5, "an error"),
        ("Köln", "Half", 0.5, "a fraction"),
        ("Köln", "Dated", datetime.datetime(2026, 3, 1, 8, 30), "a date as the count"),
        ("Köln", True, 6, "a boolean"),
        ("Köln", "=B5&\"x\"", 7, "a formula"),
        ("Köln", "Formula", "=C4+1", "a formula as the count"),
        ("Köln", 1234567890123456789, 8, "too many digits"),
        ("Merged", "First", 1, None),
        (None, "Second", 2, "its store is merged with the one above"),
        ("Köln", "Late", 9, datetime.date(2026, 3, 2)),
    ]
    for at, row in enumerate(rows, start=4):
        for column, value in enumerate(row or (), start=1):
            if value is not None:
                sheet.cell(at, column, value)
    sheet.merge_cells("A19:A20")
    padded = sheet.cell(22, 2, 42)
    padded.number_format = "00000"
    sheet.cell(22, 1, "Bonn")
    sheet.cell(22, 3, 10)
    shown = sheet.cell(23, 2, 42)
    shown.number_format = '"SKU-"0000'
    sheet.cell(23, 1, "Bonn")
    pieces = sheet.cell(23, 3, 11)
    pieces.number_format = '0 "pcs"'
    sheet.cell(24, 1, "Bonn")
    sheet.cell(24, 2, CellRichText("Rich ", TextBlock(InlineFont(b=True), "text")))
    grouped = sheet.cell(24, 3, 1234567)
    grouped.number_format = "#,##0"
    percent = sheet.cell(25, 3, 1)
    percent.number_format = "0%"
    sheet.cell(25, 1, "Bonn")
    sheet.cell(25, 2, "Percent")
    book.create_sheet("Prices").append(["item", "price"])
    book.save(folder / "openpyxl-cells.xlsx")


def xlsxwriter_cells():
    """Inline strings, formulas with and without results, and a chart sheet before the table."""
    book = xlsxwriter.Workbook(folder / "xlsxwriter-inline.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet("Stock")
    sheet.write_row(0, 0, ["store", "item", "count"])
    sheet.write_row(1, 0, ["Seoul", "에코", 3])
    sheet.write_row(2, 0, ["Seoul", "  blanks  ", 4])
    sheet.write_row(4, 0, ["Seoul", "a&b <c>", 5])
    sheet.write_row(5, 0, ["Seoul", "_x0041_", 6])
    sheet.write_formula(6, 2, "=C2+C3")
    sheet.write_row(6, 0, ["Seoul", "Sum"])
    book.close()


def sheets():
    """A cover before the table, and a chart sheet before that."""
    book = xlsxwriter.Workbook(folder / "xlsxwriter-sheets.xlsx")
    chart_sheet = book.add_chartsheet("Chart")
    cover = book.add_worksheet("Cover")
    cover.write(0, 0, "Stock as of today")
    stock = book.add_worksheet("Stock")
    stock.write_row(0, 0, ["store", "item", "count"])
    stock.write_row(1, 0, ["Rome", "Lamp", 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Stock!$C$2:$C$2"})
    chart_sheet.set_chart(chart)
    book.close()


def in_one_column():
    book = openpyxl.Workbook()
    for line in ("store;item;count", "Rome;Lamp;3"):
        book.active.append([line])
    book.save(folder / "openpyxl-one-column.xlsx")


def protected():
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["store", "item", "count"])
    book.active.append(["Rome", "Lamp", 3])
    book.save(plain)
    plain.seek(0)
    with open(folder / "msoffcrypto-password.xlsx", "wb") as file:
        OOXMLFile(plain).encrypt("secret", file)


def old():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Stock")
    for column, name in enumerate(["store", "item", "count"]):
        sheet.write(0, column, name)
    book.save(str(folder / "xlwt-old.xls"))


def archives():
    text = "store,item,count\r\nRome,Lamp,3\r\nRome,Kettle,0\r\n"
    with zipfile.ZipFile(folder / "zipfile-one.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/", "")
        archive.writestr("export/재고.csv", text)
        archive.writestr("export/logo.png", "none")
        archive.writestr("__MACOSX/export/._재고.csv", "none")
    with zipfile.ZipFile(folder / "zipfile-two.zip", "w") as archive:
        archive.writestr("rome.csv", text)
        archive.writestr("oslo.csv", text)
    with zipfile.ZipFile(folder / "zipfile-workbook.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "xlsxwriter-inline.xlsx", "stock.xlsx")


for make in (openpyxl_cells, xlsxwriter_cells, sheets, in_one_column, protected, old, archives):
    make()
