"""What the register of personal data adds when the portal starts."""

from ..ui import navigation
from . import checks, permissions, personal_data, rotating

navigation.register(
    "个人信息登记", "personal:register", perm="core.view_personal_register", order=91, place=navigation.MORE,
    group="设置", testid="nav-personal",
)  # fmt: skip

__all__ = ["checks", "permissions", "personal_data", "rotating"]
