"""What single sign-on adds when the portal starts: the right, the names of what is recorded, its place in the menu."""

from ..audit import register
from ..ui import navigation
from . import checks, permissions
from .kinds import configured

for _code, _label in (
    ("identity.linked", "登记统一认证身份"),
    ("identity.unlinked", "解除统一认证身份"),
    ("login.outside_refused", "统一认证登录未放行"),
    ("login.outside_ended", "统一认证通知退出"),
):
    register(_code, _label)

if configured():
    navigation.register("统一认证身份", "sso:links", perm="core.manage_identities", order=69, place=navigation.MORE)

__all__ = ["checks", "permissions"]
