"""The matrix (新媒体矩阵): units by platforms with their states, and how the matrix moves over the months."""

from .grid import Cell, Grid, Row, grid_of
from .trends import activity_chart, circle_figures, coming_and_going, tiles

__all__ = ["Cell", "Grid", "Row", "activity_chart", "circle_figures", "coming_and_going", "grid_of", "tiles"]
