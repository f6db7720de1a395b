"""Pages of incidents (事件)."""
