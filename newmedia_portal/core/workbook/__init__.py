"""Workbooks in and out (Excel 工作簿): the guard, the reader, and the one writer of all exports."""

from .guard import Limits, WorkbookRefused, check_xlsx
from .sheets import Cell, Column, Formula, Kind, Look, Sheet, SheetChart
from .writer import write_csv, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "Formula",
    "Kind",
    "Limits",
    "Look",
    "Sheet",
    "SheetChart",
    "WorkbookRefused",
    "check_xlsx",
    "write_csv",
    "write_xlsx",
]
