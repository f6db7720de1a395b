"""Forms of activity and assessment (活跃与考核表单)."""
