"""Log-ins that nobody uses (久未使用的登录)."""
