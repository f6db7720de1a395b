"""Pages of repost tasks (转发任务)."""
