"""The registry of workbench cards: order, nothing for those without, each once."""

import pytest
from django.test import RequestFactory

from newmedia_portal.core.ui import workbench
from newmedia_portal.core.ui.workbench import Card, cards_of, register_card, register_todo, todo_cards_of


@pytest.fixture(autouse=True)
def own_cards(monkeypatch):
    monkeypatch.setattr(workbench, "_makers", [])
    monkeypatch.setattr(workbench, "_todo_makers", [])


def test_cards_come_in_their_order_and_once():
    def later(request):
        return Card("其后", "a.html", order=20)

    def first(request):
        return Card("在前", "a.html", order=10)

    for make in (later, first, later):
        assert register_card(make) is make

    assert [card.title for card in cards_of(RequestFactory().get("/"))] == ["在前", "其后"]


def test_a_card_without_anything_to_show_is_left_out():
    register_card(lambda request: None)

    assert cards_of(RequestFactory().get("/")) == []


def test_a_card_of_todo_is_told_the_tab_and_stands_once():
    def posts(request, tab):
        return Card(f"稿件 {tab}", "a.html") if tab in ("todo", "done") else None

    for _ in range(2):
        assert register_todo(posts) is posts

    request = RequestFactory().get("/todo/")
    shown = {tab: [card.title for card in todo_cards_of(request, tab)] for tab in ("todo", "done", "sent")}
    assert shown == {"todo": ["稿件 todo"], "done": ["稿件 done"], "sent": []}
