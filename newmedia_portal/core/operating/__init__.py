"""Operation (运行): request ids, logs, figures for monitoring, error reports, heartbeats, the status page."""
