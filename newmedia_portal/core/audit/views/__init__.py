"""Pages of the audit log: the log itself, its checkpoints and archives."""
