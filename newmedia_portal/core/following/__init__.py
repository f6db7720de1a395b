"""Following an object (关注): who follows is told in the portal when its state changes, as far as they may see it."""
