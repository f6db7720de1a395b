"""The project package: settings, addresses, the Celery application, the ground floor (core) and the regimes."""

from .celery import app as celery_app

__all__ = ["__version__", "celery_app"]

__version__ = "0.1.0"
