"""Pages of units, people, register and platforms."""
