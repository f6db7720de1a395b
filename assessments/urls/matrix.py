"""Address of the matrix (新媒体矩阵)."""

from django.urls import path

from ..views import matrix

urlpatterns = [path("matrix/", matrix.matrix, name="matrix")]
