"""Pages of the approval chain: substitutions, steps without a holder, who is present."""
