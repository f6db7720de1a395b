"""Pages of periods of assessment (考核页面)."""
