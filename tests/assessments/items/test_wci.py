"""WCI V14.2: worked out apart by hand, capped, and unknown rather than wrong."""

from math import log

from assessments.wci import Figures, wci


def test_one_item_in_a_week_gives_what_the_published_formula_gives():
    found = wci([Figures("a", 700, 14, 7, 21)], days=7)

    overall = 0.70 * log(101) + 0.09 * log(11) + 0.06 * log(21) + 0.15 * log(31)
    whole = 0.70 * log(701) + 0.09 * log(71) + 0.06 * log(141) + 0.15 * log(211)
    expected = (0.6 * overall + 0.2 * whole + 0.1 * overall + 0.1 * whole) ** 2 * 12
    assert found is not None
    assert (found.version, found.missing) == ("WCI V14.2", ())
    assert found.value == round(expected, 2)


def test_headlines_and_peaks_are_told_from_the_rest():
    items = [Figures("a", 300, 0, 0, 0), Figures("a", 100, 0, 0, 0), Figures("b", 200, 0, 0, 0)]

    found = wci(items, days=30)

    overall, average = 0.7 * log(600 / 30 + 1), 0.7 * log(600 / 3 + 1)
    headline, peak = 0.7 * log(500 / 30 + 1), 0.7 * log(301)
    assert found is not None
    assert found.value == round((0.6 * overall + 0.2 * average + 0.1 * headline + 0.1 * peak) ** 2 * 12, 2)


def test_reads_above_the_cap_count_as_one_more_than_it():
    many, capped = (wci([Figures("a", reads, 0, 0, 0)], days=7) for reads in (5_000_000, 100_001))

    assert many == capped


def test_figures_that_nobody_tells_are_named_and_reads_that_are_unknown_give_no_index():
    found = wci([Figures("a", 10, None, None, 3)], days=7)

    assert found is not None
    assert found.missing == ("wows", "likes")
    assert wci([Figures("a", 10, 1, 1, 1), Figures("b", None, 1, 1, 1)], days=7) is None
    assert wci([], days=7) is None
