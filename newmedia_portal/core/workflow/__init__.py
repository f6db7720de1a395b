"""The approval chain and the one door for state."""
