"""Published editions are frozen; cases stay on theirs; drafts change only through the validator."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.regimes import actions
from newmedia_portal.regimes.editions import NoEdition, edition_for, get
from newmedia_portal.regimes.models import EditionRecord, FrozenEdition
from newmedia_portal.regimes.vocabulary import REGIME_CODES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 18)
CODE = REGIME_CODES[0]


def with_limit(record: EditionRecord, days: int) -> str:
    return record.content.replace("limit = { number = 30,", f"limit = {{ number = {days},", 1)


@pytest.fixture
def draft(shipped, admin, now) -> EditionRecord:
    return actions.copy_to_draft(shipped[CODE], by=admin, at=now)


def test_installing_publishes_five_editions_once(shipped, now):
    again = actions.sync_shipped(at=now)

    assert {synced.outcome for synced in again} == {"unchanged"}
    assert EditionRecord.objects.count() == 5
    assert {record.state for record in EditionRecord.objects.all()} == {"published"}


def test_installing_never_overwrites_a_stored_version(shipped, now):
    record = shipped[CODE]
    EditionRecord.objects.bulk_create(
        [EditionRecord(code="other", version="1", title="x", content="", digest="", created_at=now)]
    )

    actions.sync_shipped(at=now)

    assert get(record.pk).digest == record.digest


def test_a_published_edition_cannot_be_saved_with_other_content(shipped):
    record = shipped[CODE]
    record.content += "\n"

    with pytest.raises(FrozenEdition):
        record.save()


def test_the_database_refuses_to_change_a_published_edition(shipped):
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionRecord.objects.filter(pk=shipped[CODE].pk).update(content="x = 1")


def test_the_database_refuses_to_turn_a_published_edition_back_into_a_draft(shipped):
    field = "state"

    with pytest.raises(DatabaseError), transaction.atomic():
        EditionRecord.objects.filter(pk=shipped[CODE].pk).update(**{field: "draft"})


def test_a_published_edition_cannot_be_deleted(shipped):
    with pytest.raises(FrozenEdition):
        shipped[CODE].delete()


def test_a_published_edition_cannot_be_edited_through_its_action(shipped, admin, now):
    with pytest.raises(Refused, match="已经发布"):
        actions.save_draft(shipped[CODE], text=shipped[CODE].content, by=admin, at=now)


def test_a_copy_gets_the_next_number_and_knows_its_origin(draft, shipped):
    number = str(int(shipped[CODE].version) + 1)
    assert (draft.version, draft.based_on, draft.state) == (number, shipped[CODE], "draft")
    assert draft.edition.version == number


def test_a_draft_binds_nobody(draft, shipped):
    assert edition_for(CODE, TODAY) == shipped[CODE]


def test_a_pinned_edition_is_untouched_by_edits_and_by_the_next_edition(draft, shipped, admin, now):
    pinned = shipped[CODE].pk

    actions.save_draft(draft, text=with_limit(draft, 20), by=admin, at=now)
    actions.publish(draft, effective_from=TODAY, by=admin, at=now)

    limits = [get(pk).edition.filing_kind("open").limit for pk in (pinned, draft.pk)]
    assert [limit.number for limit in limits if limit] == [30, 20]
    assert edition_for(CODE, TODAY).pk == draft.pk
    assert get(pinned).state == "retired"


def test_an_edition_of_tomorrow_does_not_bind_today(draft, shipped, admin, now):
    tomorrow = TODAY + timedelta(days=1)

    actions.publish(draft, effective_from=tomorrow, by=admin, at=now)

    assert (edition_for(CODE, TODAY), edition_for(CODE, tomorrow)) == (shipped[CODE], draft)


def test_publishing_in_the_past_is_refused(draft, admin, now):
    with pytest.raises(Refused, match="不能早于今天"):
        actions.publish(draft, effective_from=TODAY - timedelta(days=1), by=admin, at=now)


def test_publishing_twice_is_refused(draft, admin, now):
    actions.publish(draft, effective_from=TODAY, by=admin, at=now)

    with pytest.raises(Refused, match="已经发布"):
        actions.publish(draft, effective_from=TODAY, by=admin, at=now)


def test_faulty_text_is_not_stored(draft, admin, now):
    before = draft.content

    with pytest.raises(actions.FaultyEdition) as refusal:
        actions.save_draft(draft, text=with_limit(draft, 0), by=admin, at=now)

    assert len(refusal.value.faults) == 1
    assert get(draft.pk).content == before


def test_code_and_version_of_a_draft_stay(draft, admin, now):
    text = draft.content.replace(f'version = "{draft.version}"', 'version = "99"', 1)

    with pytest.raises(Refused, match="不能改动"):
        actions.save_draft(draft, text=text, by=admin, at=now)


@pytest.mark.parametrize("verb", ["copy", "save", "publish", "discard"])
def test_only_the_system_administrator_writes(verb, draft, reader, now):
    deeds = {
        "copy": lambda: actions.copy_to_draft(draft, by=reader, at=now),
        "save": lambda: actions.save_draft(draft, text=draft.content, by=reader, at=now),
        "publish": lambda: actions.publish(draft, effective_from=TODAY, by=reader, at=now),
        "discard": lambda: actions.discard(draft, by=reader, at=now),
    }

    with pytest.raises(Forbidden):
        deeds[verb]()


def test_every_write_leaves_an_audit_row(draft, admin, now):
    actions.save_draft(draft, text=with_limit(draft, 20), by=admin, at=now)
    actions.publish(draft, effective_from=TODAY, by=admin, at=now)

    written = list(AuditEvent.objects.filter(actor_name=str(admin)).order_by("pk").values_list("action", flat=True))
    assert written == ["regimes.copy", "regimes.save", "regimes.publish", "regimes.retire"]


def test_a_row_read_without_its_text_knows_its_edition_without_asking_again(shipped, django_assert_num_queries):
    pk = shipped[CODE].pk
    first = get(pk).edition

    with django_assert_num_queries(1):
        again = EditionRecord.objects.defer("content").get(pk=pk).edition

    assert again is first


def test_without_an_edition_the_answer_is_an_error_not_a_guess(db):
    with pytest.raises(NoEdition):
        edition_for(CODE, TODAY)


@pytest.mark.postgres
def test_the_freeze_holds_on_postgresql_too(shipped):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        EditionRecord.objects.filter(pk=shipped[CODE].pk).update(title="x")
