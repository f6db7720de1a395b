"""Looking at accounts (静默评定): which are due for a look, what is known of them, and writing what the rule says."""
