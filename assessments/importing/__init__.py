"""Reading back-end exports (后台导出): 公众号, 微博, 抖音, 头条号, several accounts, the portal's own template."""
