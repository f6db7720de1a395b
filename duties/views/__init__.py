"""Pages of duty work (值守)."""
