"""Addresses of activity and assessment (活跃与考核), split by noun."""

from . import enforcement, inspections, items, matrix, outputs, quarters, watch

app_name = "assessments"
urlpatterns = [
    *items.urlpatterns,
    *watch.urlpatterns,
    *matrix.urlpatterns,
    *enforcement.urlpatterns,
    *inspections.urlpatterns,
    *outputs.urlpatterns,
    *quarters.urlpatterns,
]
