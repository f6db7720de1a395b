"""Pages of measures and commendations (处置与表彰页面)."""
