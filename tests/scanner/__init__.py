"""A scanner of our own (扫描): the kinds of rules that common scanners watch answers by, over every page and role."""
