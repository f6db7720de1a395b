"""What webhooks add when the portal starts: rights, audit names, jobs, their place in the navigation."""

from ..audit import register
from ..ui import navigation
from . import forgetting, permissions, pushing

for _code, _label in (
    ("webhook.saved", "设置推送订阅"),
    ("webhook.rotated", "更换推送密钥"),
    ("webhook.switched", "启用或停用推送订阅"),
    ("webhook.switched_off", "自动停用推送订阅"),
    ("webhook.tried", "发送测试事件"),
    ("webhook.replayed", "重推事件"),
):
    register(_code, _label)

navigation.register(
    "事件推送", "webhooks:list", perm="core.manage_webhooks", order=94, place=navigation.MORE,
    also=("webhooks:deliveries",), testid="nav-webhooks",
)  # fmt: skip

__all__ = ["forgetting", "permissions", "pushing"]
