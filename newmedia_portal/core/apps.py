"""The ground floor as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Closed list of mechanisms without any domain noun inside."""

    name = "newmedia_portal.core"
    label = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        """Register permissions, audit actions and system checks."""
        from . import checks, locking  # noqa: F401
        from .access import permissions, sign_in  # noqa: F401
        from .audit import actions, archive, checkpoints  # noqa: F401
        from .backup import making  # noqa: F401
        from .exports import registration as exports  # noqa: F401
        from .following import registration as following  # noqa: F401
        from .idle import jobs as idle  # noqa: F401
        from .notices import registration as notices  # noqa: F401
        from .operating import registration as operating  # noqa: F401
        from .personal import registration as personal  # noqa: F401
        from .privacy import actions as privacy  # noqa: F401
        from .releases import registration as releases  # noqa: F401
        from .retention import registration as retention  # noqa: F401
        from .saved import registration as saved  # noqa: F401
        from .search import registration as search  # noqa: F401
        from .second_factor import registration as second_factor  # noqa: F401
        from .sessions import actions as sessions  # noqa: F401
        from .sessions import jobs as session_jobs  # noqa: F401
        from .sso import registration as sso  # noqa: F401
        from .tokens import registration as tokens  # noqa: F401
        from .ui import lists, once  # noqa: F401
        from .webhooks import registration as webhooks  # noqa: F401
        from .workdays import registration as workdays  # noqa: F401
        from .workflow import registration as workflow  # noqa: F401
