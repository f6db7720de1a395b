"""The reviews application (稿件审核)."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """稿件审核."""

    name = "reviews"
    verbose_name = "稿件审核"
