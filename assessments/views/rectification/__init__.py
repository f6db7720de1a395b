"""Pages of findings and rectification (问题整改页面)."""
