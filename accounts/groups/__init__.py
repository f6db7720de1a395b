"""Work groups (工作群): entry, members under real name, succession of the owner, end of work, clean-up, daily watch."""
