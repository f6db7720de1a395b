"""People and custody (队伍与口令): leavers, rounds of checks, confirmations, gaps, daily jobs."""
