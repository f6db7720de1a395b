"""Pages of public messages (留言)."""
