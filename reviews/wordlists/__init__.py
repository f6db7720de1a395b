"""Lexicons as data (词库): states, rights, the columns of the workbook, reading one, comparing two, the starter set."""
