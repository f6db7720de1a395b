"""People in and out by workbook."""
