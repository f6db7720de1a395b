"""What four eyes add when the portal starts: the right to see, audit names, the clock, the place in the navigation."""

from ..audit import register
from ..ui import navigation
from . import actions, permissions

for _code, _label in (
    ("release.asked", "申请变更登录凭据"),
    ("release.released", "核准变更登录凭据"),
    ("release.refused", "不同意变更登录凭据"),
    ("release.withdrawn", "撤回变更申请"),
    ("release.lapsed", "变更申请过期"),
    ("person.password_reset", "重置登录密码"),
):
    register(_code, _label)

navigation.register(
    "双人核准", "releases:list", perm="core.view_releases", order=90, place=navigation.MORE, testid="nav-releases"
)

__all__ = ["actions", "permissions"]
