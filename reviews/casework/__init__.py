"""What the pages of a post read (稿件页所见): nothing in here writes."""
