"""What tokens add when the portal starts: rights, audit names, the daily job, their place in the navigation."""

from ..ui import navigation
from . import actions, answering, permissions, using

navigation.register("接口令牌", "tokens:list", perm="core.use_tokens", order=68, place=navigation.MORE)

__all__ = ["actions", "answering", "permissions", "using"]
