"""The portal's addresses with those of the editions, whether or not the portal already serves them."""

from django.urls import include, path

from newmedia_portal import urls as portal

urlpatterns = [*portal.urlpatterns, path("regimes/", include("newmedia_portal.regimes.urls"))]
