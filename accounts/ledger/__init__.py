"""The ledger (台账) in and out: reading an office's own workbook, checking, importing, undoing, exporting."""
