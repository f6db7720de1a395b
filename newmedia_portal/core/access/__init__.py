"""Identity, posts, scope and the gate before every view."""
