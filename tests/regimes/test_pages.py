"""Pages of the editions: everybody signed in reads, only the system administrator edits and publishes."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newmedia_portal.regimes.actions import copy_to_draft, data_of
from newmedia_portal.regimes.forms import DraftForm
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.sections import PARTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(client: Client, reader, shipped) -> Client:
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def managing(client: Client, admin, shipped) -> Client:
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def draft(shipped, admin, now) -> EditionRecord:
    return copy_to_draft(next(iter(shipped.values())), by=admin, at=now)


def answers(record: EditionRecord) -> dict[str, object]:
    """What the form shows, as a browser would send it back."""
    form = DraftForm(edition=record.edition)
    sent = {name: form.initial[name] for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None}


def test_the_list_names_every_edition(reading, shipped):
    page = reading.get(reverse("regimes:list")).content.decode()

    assert all(record.title in page for record in shipped.values())


def test_every_part_of_every_edition_opens(reading, shipped):
    opened = [
        reading.get(reverse("regimes:part", args=[record.pk, part])).status_code
        for record in shipped.values()
        for part in PARTS
    ]

    assert set(opened) == {200}


def test_the_edition_page_draws_every_chain_and_limit(reading, shipped):
    for record in shipped.values():
        page = reading.get(reverse("regimes:detail", args=[record.pk])).content.decode()
        assert page.count('data-testid="filing-kind"') == len(record.edition.filing_kinds)
        for kind in record.edition.filing_kinds:
            assert kind.name in page
            assert all(step.label in page for step in kind.chain)
            assert (kind.limit.text if kind.limit else kind.limit_note) in page


def test_an_unknown_part_is_not_found(reading, shipped):
    record = next(iter(shipped.values()))

    assert reading.get(reverse("regimes:part", args=[record.pk, "nothing"])).status_code == 404


def test_the_comparison_shows_all_five_in_every_row(reading, shipped):
    page = reading.get(reverse("regimes:compare")).content.decode()

    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page, re.DOTALL)
    assert len(rows) > 40
    assert {row.count("<td>") for row in rows} == {5}


def test_a_stranger_is_sent_to_the_log_in(client, shipped):
    answer = client.get(reverse("regimes:list"))

    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["edit", "text", "impact", "discard"])
def test_a_reader_may_not_edit(reading, draft, name):
    assert reading.get(reverse(f"regimes:{name}", args=[draft.pk])).status_code == 404


def test_a_reader_may_not_copy(reading, shipped):
    record = next(iter(shipped.values()))

    assert reading.post(reverse("regimes:copy", args=[record.pk])).status_code == 404
    assert EditionRecord.objects.count() == 5


def test_a_reader_does_not_find_a_draft(reading, draft):
    assert reading.get(reverse("regimes:detail", args=[draft.pk])).status_code == 404
    assert draft.version not in [record.version for record in EditionRecord.objects.visible_to(None)]


def test_copying_opens_the_form_of_a_new_draft(managing, shipped):
    record = next(iter(shipped.values()))

    answer = managing.post(reverse("regimes:copy", args=[record.pk]))

    copied = EditionRecord.objects.get(based_on=record)
    assert (copied.version, answer.url) == (str(int(record.version) + 1), reverse("regimes:edit", args=[copied.pk]))


def test_sending_the_form_back_unchanged_changes_nothing_but_the_version(managing, draft):
    before = data_of(draft)

    answer = managing.post(reverse("regimes:edit", args=[draft.pk]), answers(draft))

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert data_of(draft) == before


def test_a_changed_limit_is_stored_as_local_and_shown_in_the_impact(managing, draft):
    managing.post(reverse("regimes:edit", args=[draft.pk]), {**answers(draft), "limit_0_number": 20})

    draft.refresh_from_db()
    limit = draft.edition.filing_kinds[0].limit
    assert (limit.number, limit.basis) == (20, "local")
    page = managing.get(reverse("regimes:impact", args=[draft.pk])).content.decode()
    assert "自开通之日起30个工作日内" in page
    assert "自开通之日起20个工作日内（本地设定）" in page


def test_a_new_typical_reason_is_kept(managing, draft):
    sent = answers(draft)

    managing.post(
        reverse("regimes:edit", args=[draft.pk]), {**sent, "reasons_return": f"{sent['reasons_return']}\n请补充样例。"}
    )

    draft.refresh_from_db()
    assert "请补充样例。" in [reason.text for reason in draft.edition.return_reasons if reason.kind == "return"]


def test_faulty_text_is_answered_by_line_and_kept_in_the_box(managing, draft):
    broken = draft.content.replace('unit = "wd", anchor = "opened_on"', 'anchor = "opened_on"', 1)

    answer = managing.post(reverse("regimes:text", args=[draft.pk]), {"text": broken})

    page = answer.content.decode()
    line = next(number for number, row in enumerate(broken.split("\n"), start=1) if row.startswith("limit = {"))
    assert 'data-testid="error-summary"' in page
    assert f"第 {line} 行（第五条第一款）" in page
    assert EditionRecord.objects.get(pk=draft.pk).content == draft.content


def test_publishing_freezes_the_draft_and_retires_the_old_edition(managing, draft):
    today = timezone.localdate()

    managing.post(reverse("regimes:impact", args=[draft.pk]), {"effective_from": today.isoformat()})

    draft.refresh_from_db()
    old = EditionRecord.objects.get(pk=draft.based_on_id)
    assert (draft.state, draft.effective_from, old.state) == ("published", today, "retired")


def test_a_day_in_the_past_is_refused_at_the_field(managing, draft):
    answer = managing.post(reverse("regimes:impact", args=[draft.pk]), {"effective_from": date(2020, 1, 1).isoformat()})

    assert "启用日期不能早于今天" in answer.content.decode()
    assert EditionRecord.objects.get(pk=draft.pk).state == "draft"


def test_a_draft_can_be_thrown_away_after_a_question(managing, draft):
    assert "删除这份草稿" in managing.get(reverse("regimes:discard", args=[draft.pk])).content.decode()

    managing.post(reverse("regimes:discard", args=[draft.pk]))

    assert not EditionRecord.objects.filter(pk=draft.pk).exists()


def test_the_list_takes_the_same_number_of_queries_with_more_editions(
    managing, shipped, admin, now, django_assert_max_num_queries
):
    for record in shipped.values():
        copy_to_draft(record, by=admin, at=now)

    with django_assert_max_num_queries(10):
        managing.get(reverse("regimes:list"))
