"""Incidents (事件处置): whom to tell, figures, the after-action summary."""
