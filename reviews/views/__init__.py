"""Pages of posts (稿件页面)."""
