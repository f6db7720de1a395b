"""The demo (演示): plainly artificial organisations, people, accounts and filings, made by the portal's own actions."""
