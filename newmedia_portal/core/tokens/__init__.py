"""Keys with which programs act for a person (接口令牌): made, shown once, used within limits, revoked."""
