"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from newmedia_portal.core.operating.start import refuse_unsafe
from newmedia_portal.requests import TextWSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.prod")
application = get_wsgi_application()
application.request_class = TextWSGIRequest
refuse_unsafe()
