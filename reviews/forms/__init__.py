"""Forms of posts (稿件表单)."""
