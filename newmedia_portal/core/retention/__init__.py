"""How long records are kept (保存期限): rules, and the daily job that clears away what is over."""
