"""Forms of duty work (值守表单)."""
