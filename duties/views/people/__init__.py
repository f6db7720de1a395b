"""Pages of people and custody (队伍与口令页面)."""
