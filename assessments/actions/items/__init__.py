"""Every write of published items (发布记录动作)."""
