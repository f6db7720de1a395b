"""Impostor cases (假冒账号): comparison with the register, steps of the edition, letter, whom to tell."""
