"""Tests of the download centre."""
