"""Background work that may die at any point and loses nothing."""
