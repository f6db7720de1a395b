"""Every write of duty work (值守动作)."""
