"""What the approval chain adds when it starts: its daily jobs, its places in the navigation."""

from ..ui import navigation
from . import guards, presence, seals, stuck, substitutions

navigation.register("代理", "substitutions", counter=substitutions.running_for, order=62, place=navigation.MORE)
navigation.register("无人办理", "stuck", perm="core.manage_units", order=63, place=navigation.MORE)

__all__ = ["guards", "presence", "seals", "stuck", "substitutions"]
