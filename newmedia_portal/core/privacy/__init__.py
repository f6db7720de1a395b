"""The privacy notice (个人信息处理告知): kept as data, read once per version before any work."""
