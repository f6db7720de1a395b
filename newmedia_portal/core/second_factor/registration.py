"""What the second factor adds when the portal starts: its right and the names of what is recorded."""

from ..audit import register
from . import permissions

for _code, _label in (
    ("second_factor.enrolled", "启用第二因素"),
    ("second_factor.replaced", "更换第二因素"),
    ("second_factor.checked", "第二因素验证通过"),
    ("second_factor.failed", "第二因素验证失败"),
    ("second_factor.recovery_used", "使用恢复码"),
    ("second_factor.codes_renewed", "更换恢复码"),
    ("second_factor.given_up", "停用第二因素"),
    ("second_factor.reset", "重置第二因素"),
):
    register(_code, _label)

__all__ = ["permissions"]
