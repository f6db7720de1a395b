"""Where the cells of a grid stand."""

import pytest

from newmedia_portal.core.paper import Cell, Grid
from newmedia_portal.core.paper.placing import place

from .samples import labelled, people


def shape(*rows: tuple[Cell, ...]) -> list[list[tuple[int, int]]]:
    return [[(one.column, one.across) for one in line.begins] for line in place(Grid(rows)).lines]


def test_columns_stand_only_where_a_cell_begins_or_ends() -> None:
    placed = place(Grid((labelled("甲", "乙"), (Cell("丙", 17), Cell("丁", 30), Cell("戊", 30)))))
    assert [round(width, 1) for width in placed.widths] == [22.1, 39.0, 39.0]
    assert [[(one.column, one.across) for one in line.begins] for line in placed.lines] == [
        [(0, 1), (1, 2)],
        [(0, 1), (1, 1), (2, 1)],
    ]


def test_rows_below_a_tall_cell_begin_beside_it() -> None:
    rows = people("主管领导", ("姓名", "电话"), (("张某", "1"), ("李某", "2")))
    lines = place(Grid(tuple(rows))).lines
    assert [[one.column for one in line.begins] for line in lines] == [[0, 1, 2], [1, 2], [1, 2]]
    assert [[one.cell.content for one in line.reached] for line in lines] == [[], ["主管领导"], ["主管领导"]]


def test_a_tall_cell_may_stand_in_the_middle() -> None:
    assert shape((Cell("a"), Cell("b", down=2), Cell("c")), (Cell("d"), Cell("e"))) == [
        [(0, 1), (1, 1), (2, 1)],
        [(0, 1), (2, 1)],
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (((Cell(span=3),), (Cell(span=2),)), "row 2 of the grid is too short"),
        (((Cell(span=3),), (Cell(span=4),)), "row 2 of the grid is too long"),
        (((Cell(down=2), Cell()), (Cell(span=2),)), "row 2 of the grid is too long"),
        (((Cell(down=2), Cell()),), "a cell reaches below the grid"),
    ],
)
def test_rows_that_do_not_fill_the_grid_are_refused(rows: tuple[tuple[Cell, ...], ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        place(Grid(rows))
