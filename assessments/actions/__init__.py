"""Every write of activity and assessment (活跃与考核动作)."""
