"""Pages of messages: the inbox, one's settings, channels, the log, the calendar."""
