"""Every write to units, people and the register, by noun."""
