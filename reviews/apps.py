"""The reviews application (稿件审核)."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Posts, their three-tier review, the authorisation to publish and the receipt."""

    name = "reviews"
    verbose_name = "稿件审核"

    def ready(self) -> None:
        """Register permissions, audit names, jobs and navigation."""
        from . import (  # noqa: F401
            audit,
            events,
            holders,
            jobs,
            permissions,
            personal_data,
            registration,
            seals,
            searching,
        )
        from .wordlists import rights  # noqa: F401
