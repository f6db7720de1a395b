"""Measures and commendations (处置、表彰): rights, states, facts to rest on, bars, papers, whom to tell."""
