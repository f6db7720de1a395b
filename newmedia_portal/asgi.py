"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from newmedia_portal.core.operating.start import refuse_unsafe
from newmedia_portal.requests import TextASGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.prod")
application = get_asgi_application()
application.request_class = TextASGIRequest
refuse_unsafe()
