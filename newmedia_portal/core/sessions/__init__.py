"""Sessions as people see them (登录设备): where one is signed in, since when, and how to end it."""
