"""Lexicons from draft to use: who may, what is frozen, what a published version does to drafts of posts."""

import pytest
from django.db import DatabaseError, transaction

from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from reviews.actions import explain, lexicons
from reviews.lexicons import lexicon_for
from reviews.models import AlarmDecision, Lexicon, LexiconTerm
from reviews.models.lexicon import FrozenLexicon
from reviews.precheck import Entry
from reviews.prechecking import precheck
from reviews.wordlists import starter
from tests.reviews.making import author_of, draft
from tests.world import NOON, World

from .making import SLIP, TERM, drafted, generated, published

pytestmark = pytest.mark.django_db
BODY = "<p>今天说到示例甲词,又登录帐号。</p>"


def found(world: World) -> list[tuple[str, str]]:
    post = draft(world, body=BODY)
    return [(hit.rule, hit.found) for hit in precheck(post).hits]


def test_without_a_lexicon_the_general_rules_alone_apply(world):
    assert lexicon_for(world.root).size == 0
    assert found(world) == []


def test_a_draft_finds_nothing_until_it_is_published(world):
    made = drafted(world, TERM, SLIP)
    assert found(world) == []

    lexicons.publish(made, by=world.person("registrar"), at=NOON)

    assert found(world) == [("term", "示例甲词"), ("typo", "帐号")]


def test_a_published_version_names_itself_in_the_hits(world):
    made = published(world, TERM)

    checked = precheck(draft(world, body=BODY))

    assert checked.hits[0].basis == "本级词库第1版" == made.label
    assert checked.lexicon_ref.startswith(f"{made.label}#")


def test_the_next_version_begins_with_the_entries_of_the_one_in_use_and_takes_its_place(world):
    first = published(world, TERM)

    second = published(world, SLIP)

    first.refresh_from_db()
    assert (first.state, second.state, second.number, second.based_on) == ("retired", "published", 2, first)
    assert [term.entry for term in second.terms.all()] == [TERM, SLIP]
    assert [term.entry for term in first.terms.all()] == [TERM]


def test_other_trees_are_not_touched(world):
    from newmedia_portal.core.access.models import Unit

    published(world, TERM)
    other = Unit.objects.create(name="另一示例市", kind=world.root.kind, code="OTHER-1")

    assert lexicon_for(other).size == 0


@pytest.mark.parametrize("role", ["operator", "head", "chief"])
def test_only_the_department_keeps_the_lexicon(world, role):
    with pytest.raises(Forbidden):
        lexicons.start_draft(world.root, by=world.person(role), at=NOON)


def test_there_is_one_draft_at_a_time(world):
    drafted(world)

    with pytest.raises(Conflict):
        drafted(world)


def test_an_entry_stands_once_and_must_be_whole(world):
    made = drafted(world, TERM)
    by = world.person("registrar")

    with pytest.raises(Conflict):
        lexicons.add_term(made, TERM, by=by, at=NOON)
    for entry, field in (
        (Entry("term", "示例乙词"), "category"),
        (Entry("term", "！！", "P06"), "text"),
        (Entry("typo", "帐户"), "right"),
        (Entry("order", "示例甲", position=1), "group"),
        (Entry("order", "示例甲", group="组"), "position"),
        (Entry("term", "词" * 101, "P06"), "text"),
        (Entry("term", "示例", "P99"), "category"),
        (Entry("site", "a.cn", right="别的"), "right"),
        (Entry("nothing", "示例"), "kind"),
        (Entry("term", "示例", "P06", "heavy"), "grade"),
        (Entry("term", "示", "P06", homophone=True), "homophone"),
    ):
        with pytest.raises(Refused) as refusal:
            lexicons.add_term(made, entry, by=by, at=NOON)
        assert refusal.value.field == field


def test_an_empty_draft_is_not_published(world):
    with pytest.raises(Refused):
        lexicons.publish(drafted(world), by=world.person("registrar"), at=NOON)


def test_a_published_version_is_frozen_in_code_and_in_the_database(world):
    made = published(world, TERM)
    term = made.terms.get()
    by = world.person("registrar")

    with pytest.raises(Refused):
        lexicons.add_term(made, SLIP, by=by, at=NOON)
    with pytest.raises(Refused):
        lexicons.remove_terms(made, [term.pk], by=by, at=NOON)
    with pytest.raises(Refused):
        lexicons.discard(made, by=by, at=NOON)
    with pytest.raises(FrozenLexicon):
        made.delete()
    made.digest = "0" * 64
    with pytest.raises(FrozenLexicon):
        made.save()
    for write in (
        lambda: LexiconTerm.objects.filter(pk=term.pk).update(text="改过"),
        lambda: LexiconTerm.objects.filter(pk=term.pk).delete(),
        lambda: LexiconTerm.objects.create(lexicon=made, kind="term", text="新词", category="P06"),
        lambda: Lexicon.objects.filter(pk=made.pk).update(digest="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_draft_can_be_emptied_and_thrown_away(world):
    made = drafted(world, TERM, SLIP)
    by = world.person("registrar")

    assert lexicons.remove_terms(made, [made.terms.first().pk], by=by, at=NOON) == 1
    lexicons.discard(made, by=by, at=NOON)

    assert not Lexicon.objects.exists()
    assert [entry.action for entry in AuditEvent.objects.filter(action__startswith="lexicon.").order_by("pk")] == [
        "lexicon.started", "lexicon.term_added", "lexicon.term_added", "lexicon.term_removed", "lexicon.discarded",
    ]  # fmt: skip


def test_hits_kept_with_a_version_stay_when_the_lexicon_changes(world):
    from tests.reviews.making import handed_in

    first = published(world, TERM)
    post = handed_in(world, body=BODY)
    kept = post.versions.order_by("-pk").values_list("hits", "lexicon_ref")[0]

    published(world, SLIP)

    assert post.versions.order_by("-pk").values_list("hits", "lexicon_ref")[0] == kept
    assert kept[1].startswith(first.label)
    assert [hit["found"] for hit in kept[0]] == ["示例甲词"]


def alarm(world: World):
    published(world, TERM)
    post = draft(world, body="<p>示例甲词典首发</p>")
    (key,) = precheck(post).by_key()
    return post, explain(post, key=key, reason="是书名", false_alarm=True, by=author_of(world), at=NOON)


def test_an_accepted_false_alarm_joins_the_allow_list_of_the_draft(world):
    post, disposition = alarm(world)
    by = world.person("registrar")

    lexicons.accept_false_alarm(disposition, wording="示例甲词典", by=by, at=NOON)
    assert [hit.found for hit in precheck(post).hits] == ["示例甲词"]
    lexicons.publish(Lexicon.objects.drafts().get(), by=by, at=NOON)

    assert precheck(post).hits == ()
    assert AlarmDecision.objects.get().verdict == "accepted"


def test_the_allowed_wording_must_hold_what_was_found(world):
    _, disposition = alarm(world)

    with pytest.raises(Refused):
        lexicons.accept_false_alarm(disposition, wording="别的文字", by=world.person("registrar"), at=NOON)


def test_a_false_alarm_is_decided_once_and_refused_with_a_reason(world):
    _, disposition = alarm(world)
    by = world.person("registrar")

    with pytest.raises(Refused):
        lexicons.refuse_false_alarm(disposition, reason=" ", by=by, at=NOON)
    lexicons.refuse_false_alarm(disposition, reason="确属不宜", by=by, at=NOON)
    with pytest.raises(Conflict):
        lexicons.accept_false_alarm(disposition, wording="示例甲词典", by=by, at=NOON)
    assert not Lexicon.objects.drafts().exists()


def test_authors_do_not_decide_on_their_own_alarms(world):
    _, disposition = alarm(world)

    with pytest.raises(Forbidden):
        lexicons.accept_false_alarm(disposition, wording="示例甲词典", by=author_of(world), at=NOON)


def test_the_starter_set_is_installed_once_and_shared_by_all_trees(world):
    first = lexicons.install_starter(at=NOON)
    again = lexicons.install_starter(at=NOON)

    assert (first.pk, first.size) == (again.pk, len(starter.entries()))
    published(world, TERM)
    assert [rule for rule, _ in found(world)] == ["term", "typo"]
    assert lexicon_for(world.root).label == "共用词库第1版、本级词库第1版"


def test_a_changed_starter_set_becomes_the_next_version(world, monkeypatch):
    lexicons.install_starter(at=NOON)
    monkeypatch.setattr(starter, "entries", lambda: [TERM])

    second = lexicons.install_starter(at=NOON)

    assert (second.number, second.size, Lexicon.objects.published().count()) == (2, 1, 1)


def test_nobody_edits_the_shared_set(world):
    shared = lexicons.install_starter(at=NOON)

    assert not world.person("registrar").has_perm("reviews.keep_lexicon", shared)


def test_many_entries_are_copied_and_published(world):
    made = drafted(world)
    LexiconTerm.objects.bulk_create(lexicons._term(made, entry) for entry in generated(3000))
    lexicons.publish(made, by=world.person("registrar"), at=NOON)

    copy = drafted(world)

    assert (made.size, copy.terms.count(), lexicon_for(world.root).size) == (3000, 3000, 3000)
