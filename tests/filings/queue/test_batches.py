"""Many at once: each item once, however often it is sent; what is not allowed is explained and holds up no other."""

import threading
from copy import copy
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from filings import actions as filing_actions
from filings.models import Batch, BatchItem, Certificate, Filing
from filings.queue import actions
from filings.queue.actions import Chosen, run_batch
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.models import Decision
from tests.filings.pages import client_of, words
from tests.world import NOON, World, build, user

from .piling import pile, waiting, with_department

pytestmark = pytest.mark.django_db
TOKEN = "00000000-0000-4000-8000-000000000001"


def chosen(filings: list[Filing]) -> list[Chosen]:
    return [Chosen(filing.pk, waiting(filing).pk) for filing in filings]


def ticked(world: World, allowed: int) -> list[Chosen]:
    """Return so many that the registrar may decide, and seven more that may not be decided."""
    registrar, elsewhere = world.cast["registrar"], build("soe")
    picked = chosen([pile(world, number) for number in range(allowed + 3)])
    picked += chosen([pile(world, 996, role="chief"), pile(world, 997, by=registrar), pile(elsewhere, 998)])
    picked.append(Chosen(99_999_999, 1))
    colleague = user("gejiu-colleague", world.authority, "registrar")
    decided, returned, stale = (Filing.objects.get(pk=one.filing) for one in picked[:3])
    filing_actions.decide(decided, step_id=picked[0].step, verb="approve", by=colleague, at=NOON)
    filing_actions.decide(returned, step_id=picked[1].step, verb="return", by=colleague, at=NOON, opinion="请补正")
    picked[2] = Chosen(stale.pk, picked[0].step)
    return picked


def run(world: World, picked: list[Chosen], *, verb: str = "approve", opinion: str = "同意。") -> Batch:
    by = world.person("registrar")
    return run_batch(picked, token=TOKEN, verb=verb, opinion=opinion, by=by, at=NOON)


def test_of_a_hundred_ninety_three_are_done_once_and_seven_are_explained_also_when_sent_twice():
    world = build("gejiu")
    picked = ticked(world, 93)
    first = run(world, picked)
    again = run(world, picked)

    assert (again.pk, Batch.objects.count(), first.items.count()) == (first.pk, 1, 100)
    outcomes = list(first.items.values_list("outcome", flat=True))
    assert (outcomes.count("done"), outcomes.count("refused")) == (93, 7)
    mine = Decision.objects.filter(by=world.cast["registrar"], verb="approve")
    assert (mine.count(), mine.values("run").distinct().count()) == (93, 93)
    assert set(mine.values_list("opinion", flat=True)) == {"同意。"}
    assert all(first.items.filter(outcome="refused").values_list("message", flat=True))
    assert AuditEvent.objects.filter(action="filing.batched").count() == 1
    assert AuditEvent.objects.filter(action="filing.step_approved", actor=world.cast["registrar"]).count() == 93


def test_each_refusal_says_its_own_reason():
    world = build("gejiu")
    picked = ticked(world, 0)
    batch = run(world, picked)
    said = dict(batch.items.values_list("position", "message"))

    assert all(part in said[place] for place, part in {
        1: "已", 2: "已", 4: "当前", 5: "不能审批自己提交的事项", 6: "没有找到", 7: "没有找到",
    }.items()), said  # fmt: skip
    assert (said[6], said[6]) == (said[7], "没有找到这件备案，或者您无权查看。")
    hidden = batch.items.get(position=6)
    assert (hidden.filing, hidden.label) == (None, f"编号 {picked[5].filing}")


def test_the_result_page_stands_at_its_address_and_belongs_to_one_person():
    world = build("gejiu")
    colleague = user("gejiu-colleague", world.authority, "registrar")
    batch = run(world, [*chosen([pile(world, 1)]), Chosen(99_999_999, 1)])

    page = words(client_of(world.person("registrar")).get(batch.get_absolute_url()))
    assert "已办理 1 件，未办理 1 件" in page
    assert ("✔ 已办理" in page, "✘ 未办理" in page) == (True, True)
    assert client_of(colleague).get(batch.get_absolute_url()).status_code == 404


def test_sending_the_form_twice_leads_to_the_same_results():
    world = build("gejiu")
    client = client_of(world.person("registrar"))
    filings = [pile(world, number) for number in range(3)]
    sent = {"token": TOKEN, "verb": "approve", "opinion": "同意。"}
    sent["item"] = [f"{one.filing}:{one.step}" for one in chosen(filings)]
    first, second = (client.post("/filings/queue/batch/", sent) for _ in range(2))

    assert (first.status_code, first["Location"]) == (302, Batch.objects.get().get_absolute_url())
    assert second["Location"] == first["Location"]
    assert Decision.objects.filter(by=world.cast["registrar"]).count() == 3


def test_a_return_without_a_reason_and_an_empty_choice_do_nothing_and_keep_the_page():
    world = build("gejiu")
    client = client_of(world.person("registrar"))
    filing = pile(world, 1)
    item = f"{filing.pk}:{waiting(filing).pk}"
    sent = {"token": TOKEN, "opinion": "", "shown": [filing.pk]}
    bare = client.post("/filings/queue/batch/", sent | {"verb": "return", "item": [item]})
    none = client.post("/filings/queue/batch/", sent | {"verb": "approve"})
    refuse = client.post("/filings/queue/batch/", sent | {"verb": "reject", "item": [item]})

    assert (bare.status_code, none.status_code, refuse.status_code) == (422, 422, 422)
    assert "退回补正须写明理由" in words(bare)
    assert "没有勾选备案" in words(none)
    assert f'value="{item}"' in bare.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("item", ["", ":", "x:y", "1", "1:2:3", "-1:2", "1:", "9" * 40 + ":1", "①:②", "0:0"])
def test_a_pair_that_is_none_is_no_item(item):
    world = build("gejiu")
    sent = {"token": TOKEN, "verb": "approve", "item": [item]}

    assert client_of(world.person("registrar")).post("/filings/queue/batch/", sent).status_code == 422
    assert not Batch.objects.exists()


def test_more_than_a_hundred_are_refused_before_anything_is_done():
    world = build("gejiu")
    with pytest.raises(Refused, match="一次最多办理 100 件"):
        run(world, [Chosen(number, 1) for number in range(1, 102)])
    assert not Batch.objects.exists()


def test_what_was_left_when_the_server_died_is_done_when_the_batch_is_sent_again():
    world = build("gejiu")
    picked = chosen([pile(world, number) for number in range(3)])
    batch = run(world, picked[:1])
    left = Filing.objects.get(pk=picked[1].filing)
    BatchItem.objects.create(batch=batch, position=2, filing=left, step_id=picked[1].step, label=str(left))
    client = client_of(world.person("registrar"))

    assert "上次中途停下了" in words(client.get(batch.get_absolute_url()))
    sent = {"token": TOKEN, "verb": "approve", "opinion": "同意。", "item": [f"{left.pk}:{picked[1].step}"]}
    client.post("/filings/queue/batch/", sent)
    assert list(batch.items.values_list("outcome", flat=True)) == ["done", "done"]


def at_the_director(world: World, handle: str) -> Filing:
    """Return a complete filing of which only the last signature is missing."""
    filing = with_department(world, name=f"示例文旅发布{handle}", platform_id=handle)
    while waiting(filing).role != "director":
        filing = world.decide(filing, "approve", opinion="同意")
    return filing


def test_an_item_that_breaks_is_named_and_the_others_are_done():
    world = build("gejiu")
    broken, whole = at_the_director(world, "shili_1"), at_the_director(world, "shili_2")
    Filing.objects.filter(pk=broken.pk).update(variant="gone")  # no edition can tell what this filing must hold
    picked = chosen([broken, whole])
    batch = run_batch(picked, token=uuid4(), verb="approve", opinion="", by=world.person("director"), at=NOON)

    first, second = batch.items.all()
    assert (first.outcome, first.message, second.outcome) == ("refused", actions.batches.BROKEN, "done")
    assert waiting(broken).pk == picked[0].step
    assert Certificate.objects.count() == 1


def test_the_last_agreement_of_a_batch_registers_and_names_the_certificate():
    world = build("gejiu")
    filing = at_the_director(world, "shili_1")
    batch = run_batch(chosen([filing]), token=TOKEN, verb="approve", opinion="", by=world.person("director"), at=NOON)

    assert batch.items.get().message == f"已备案，备案编号 {Certificate.objects.get().number}"


def test_the_check_page_names_how_many_and_which_have_faults_and_leaves_those_unticked():
    world = build("gejiu")
    good, bad = with_department(world, platform_id="shili_good"), pile(world, 2)
    client = client_of(world.person("registrar"))
    page = client.get("/filings/queue/batch/", {"chosen": [good.pk, bad.pk, 99_999_999]})
    html, text = page.content.decode(), words(page)

    assert "所选 2 件由您办理： 1 件有不符合项，没有勾选" in text
    assert "✘ 责任人与管理队伍配备齐全" in text
    assert "编号 99999999：没有找到" in text
    assert f'value="{good.pk}:{waiting(good).pk}" checked' in html
    assert f'value="{bad.pk}:{waiting(bad).pk}" checked' not in html


def test_the_check_page_asks_the_database_as_often_for_thirty_as_for_one():
    world = build("gejiu")
    filings = [pile(world, number) for number in range(30)]
    client, counts = client_of(world.person("registrar")), {}
    for many in (1, 1, 3, 30):  # the first one warms what is read once in a process
        with CaptureQueriesContext(connection) as seen:
            client.get("/filings/queue/batch/", {"chosen": [filing.pk for filing in filings[:many]]})
        counts[many] = len(seen)

    assert len(set(counts.values())) == 1, counts
    assert counts[30] <= 25


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_batch_sent_at_the_same_moment_does_each_item_once():
    world = build("gejiu")
    picked = ticked(world, 93)
    by, token, results = world.person("registrar"), uuid4(), []
    shot = threading.Barrier(4)

    def send() -> None:
        try:
            shot.wait(timeout=60)
            one = run_batch(picked, token=token, verb="approve", opinion="同意。", by=copy(by), at=NOON)
            results.append((one.pk, sorted(one.items.values_list("position", "outcome", "message"))))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(results), len({pk for pk, _ in results}), Batch.objects.count()) == (4, 1, 1)
    assert all(lines == results[0][1] for _, lines in results)
    assert [outcome for _, outcome, _ in results[0][1]].count("done") == 93
    assert Decision.objects.filter(by=by, verb="approve").count() == 93
    assert AuditEvent.objects.filter(action="filing.batched").count() == 1
    assert verify()[1] is None
