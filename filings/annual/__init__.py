"""The annual check (年度检查): window, figures for the report, checks of the review, who listens, lists on paper."""
