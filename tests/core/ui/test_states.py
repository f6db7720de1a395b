"""State sets and the vocabulary of status words."""

import pytest
from django.apps import apps
from django.template import Context, Template

from newmedia_portal.core.ui.states import FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import MEANINGS, Tone, UnknownWord, tone_of


class SampleState(StateSet):
    """Three states."""

    DRAFT = state("draft", "草稿", Tone.GREY, OPEN)
    FILED = state("filed", "已备案", Tone.GREEN, OPEN, FINAL)
    CLOSED = state("closed", "已注销", Tone.GREY, FINAL)


def subsets(of: type[StateSet]) -> list[type[StateSet]]:
    """Return all state sets of the portal."""
    return [found for child in of.__subclasses__() for found in (child, *subsets(child))]


def test_one_declaration_gives_value_label_colour_and_group() -> None:
    assert SampleState.choices == [("draft", "草稿"), ("filed", "已备案"), ("closed", "已注销")]
    assert SampleState.FILED == "filed"
    assert SampleState.FILED.tone is Tone.GREEN
    assert SampleState.within(FINAL) == ["filed", "closed"]
    assert SampleState("draft") is SampleState.DRAFT


def test_a_word_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(UnknownWord):
        state("odd", "差不多了", Tone.GREY)


def test_a_word_in_another_colour_is_refused() -> None:
    with pytest.raises(UnknownWord):
        state("filed", "已备案", Tone.RED)


def test_a_status_tag_refuses_an_unknown_word() -> None:
    with pytest.raises(UnknownWord):
        Template('{% status "差不多了" %}').render(Context())


def test_a_status_always_shows_a_word_with_its_colour() -> None:
    shown = Template("{% status filed %}").render(Context({"filed": SampleState.FILED}))

    assert shown == '<span class="tag tag-green" data-testid="status">已备案</span>'


def test_no_word_has_two_colours() -> None:
    words = [word for words in MEANINGS.values() for word in words.split()]

    assert sorted(words) == sorted(set(words))


def test_every_state_of_every_model_is_a_word_of_the_vocabulary() -> None:
    fields = [
        field for model in apps.get_models() for field in model._meta.fields if field.name == "state" and field.choices
    ]
    labels = [str(label) for field in fields for _, label in field.choices or ()]

    assert [label for label in labels if tone_of(label) not in Tone] == []


def test_every_state_set_keeps_to_the_colours_of_the_vocabulary() -> None:
    members = [member for found in subsets(StateSet) for member in found]

    assert [member for member in members if tone_of(member.label) is not member.tone] == []
