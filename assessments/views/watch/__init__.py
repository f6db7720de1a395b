"""Pages of the silence watch (静默监测页面)."""
