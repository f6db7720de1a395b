"""What messages add when the portal starts: rights, audit names, jobs, their place in the navigation."""

from ..audit import register
from ..ui import navigation
from . import delivering, digest, permissions, spreading

for _code, _label in (
    ("channel.saved", "设置外发渠道"),
    ("channel.switched", "启用或停用外发渠道"),
    ("channel.tried", "发送测试消息"),
    ("delivery.again", "重发消息"),
    ("messages.chosen", "更改消息设置"),
    ("calendar_feed.renewed", "生成日历订阅地址"),
    ("calendar_feed.revoked", "取消日历订阅"),
):
    register(_code, _label)

navigation.register(
    "外发渠道", "messages:channels", perm="core.manage_channels", order=93, place=navigation.MORE,
    also=("messages:deliveries",), testid="nav-channels",
)  # fmt: skip

__all__ = ["delivering", "digest", "permissions", "spreading"]
