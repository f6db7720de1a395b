"""Duty rosters (值班): coverage, workbook, daily job, print."""
