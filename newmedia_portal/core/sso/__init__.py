"""Single sign-on (统一认证): others prove who somebody is; whom the office has opened, and their rights, stay ours."""
