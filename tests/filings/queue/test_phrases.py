"""Common phrases: each person's own, in their order, beside those of the edition."""

import pytest

from filings.models import Phrase
from filings.queue.actions import add_phrase, move_phrase, remove_phrase
from filings.queue.actions.phrases import MOST
from newmedia_portal.core.refusals import Refused
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build

from .piling import pile

pytestmark = pytest.mark.django_db


def mine(world: World, role: str = "registrar") -> list[str]:
    return [phrase.text for phrase in Phrase.objects.visible_to(world.cast[role])]


def test_phrases_are_added_ordered_and_removed_on_their_page():
    world = build("gejiu")
    client = client_of(world.person("registrar"))
    for text in ("同意备案。", " 材料齐全，\n同意。 ", "请补正电话。"):
        assert client.post("/filings/phrases/", {"text": text}).status_code == 302
    assert mine(world) == ["同意备案。", "材料齐全， 同意。", "请补正电话。"]

    last = Phrase.objects.get(text="请补正电话。")
    client.post(f"/filings/phrases/{last.pk}/move/", {"way": "up"})
    client.post(f"/filings/phrases/{last.pk}/move/", {"way": "up"})
    client.post(f"/filings/phrases/{last.pk}/move/", {"way": "up"})
    assert mine(world) == ["请补正电话。", "同意备案。", "材料齐全， 同意。"]
    client.post(f"/filings/phrases/{last.pk}/move/", {"way": "down"})
    assert mine(world) == ["同意备案。", "请补正电话。", "材料齐全， 同意。"]
    client.post(f"/filings/phrases/{last.pk}/remove/")
    assert mine(world) == ["同意备案。", "材料齐全， 同意。"]


def test_an_empty_one_one_that_is_there_and_one_too_many_are_refused_in_words():
    world = build("gejiu")
    by, client = world.person("registrar"), client_of(world.person("registrar"))
    add_phrase("同意。", by=by, at=NOON)
    said = [client.post("/filings/phrases/", {"text": text}) for text in ("", "  ", "同意。", "长" * 201)]
    assert [answer.status_code for answer in said] == [422] * 4
    assert "这条常用语已经有了" in words(said[2])
    for number in range(MOST - 1):
        add_phrase(f"第{number}条", by=by, at=NOON)
    with pytest.raises(Refused, match=f"最多 {MOST} 条"):
        add_phrase("又一条", by=by, at=NOON)


def test_a_phrase_of_somebody_else_is_not_found_and_not_touched():
    world = build("gejiu")
    phrase = add_phrase("同意。", by=world.person("director"), at=NOON)
    client = client_of(world.person("registrar"))
    for way in ("move", "remove"):
        assert client.post(f"/filings/phrases/{phrase.pk}/{way}/").status_code == 404
    with pytest.raises(Refused, match="已经不在了"):
        remove_phrase(phrase, by=world.person("registrar"), at=NOON)
    with pytest.raises(Refused, match="已经不在了"):
        move_phrase(phrase, up=True, by=world.person("registrar"), at=NOON)
    assert mine(world, "director") == ["同意。"]


def test_they_stand_beside_the_opinion_with_those_of_the_edition():
    world = build("gejiu")
    pile(world, 1)
    add_phrase("请补上班子会议纪要。", by=world.person("registrar"), at=NOON)
    add_phrase("他人的话。", by=world.person("director"), at=NOON)
    page = words(client_of(world.person("registrar")).get("/filings/queue/"))

    assert ("请补上班子会议纪要。" in page, "他人的话。" in page) == (True, False)
    assert world.edition.edition.return_reasons[0].text in page
