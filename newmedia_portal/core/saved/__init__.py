"""Saved views of a list (我的视图): filters, order and columns under a name, for oneself or for a unit."""
