"""Passwords by profile (密码规则): what a new one must be, which ones were used, how long one may stay."""
