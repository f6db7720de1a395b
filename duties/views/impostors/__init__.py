"""Pages of impostor cases (假冒账号页面)."""
