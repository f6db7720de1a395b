"""Tests of workbook, bulletins and dashboard."""
