"""Input cleaning for units, people, register and platforms."""
