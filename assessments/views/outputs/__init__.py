"""Pages of outputs: workbook of a quarter, bulletins, dashboard and the lists behind its numbers."""
