"""Pages of published items (发布数据)."""
