"""The work behind the Makefile: one small program for each thing it does."""
