"""The doors of single sign-on, and the pages on which people are linked."""
