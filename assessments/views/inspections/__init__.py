"""Pages of inspection campaigns (检查抽查页面)."""
