"""The assessments application (考核)."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核: activity of accounts and the silence watch."""

    name = "assessments"
    verbose_name = "考核"

    def ready(self) -> None:
        """Register permissions, audit names, jobs, listeners and places in the navigation."""
        from accounts.hooks import derived

        from .models import AccountActivity

        derived(AccountActivity)
        from . import (  # noqa: F401
            annual,
            audit,
            events,
            navigation,
            panels,
            permissions,
            personal_data,
            recounting,
            searching,
        )
        from .actions.items import batches, collecting, receipts  # noqa: F401
        from .enforcing import permissions as enforcing_permissions  # noqa: F401
        from .inspecting import audit as inspecting_audit  # noqa: F401
        from .inspecting import filing_look  # noqa: F401
        from .inspecting import holders as inspecting_holders  # noqa: F401
        from .inspecting import permissions as inspecting_permissions  # noqa: F401
        from .inspecting import scan as inspecting_scan  # noqa: F401
        from .looking import beginning, scan  # noqa: F401
        from .management import scale  # noqa: F401
        from .outputs import audit as outputs_audit  # noqa: F401
        from .outputs import book as outputs_book  # noqa: F401
        from .outputs import permissions as outputs_permissions  # noqa: F401
        from .quarters import audit as quarters_audit  # noqa: F401
        from .quarters import opening as quarters_opening  # noqa: F401
        from .quarters import permissions as quarters_permissions  # noqa: F401
        from .views.enforcement import cards as enforcement_cards  # noqa: F401
        from .views.inspections import cards as inspection_cards  # noqa: F401
        from .views.watch import cards  # noqa: F401
