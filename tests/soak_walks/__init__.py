"""Long walks: many random steps of the approval chain (B5), many random cases of the scores (B48)."""
