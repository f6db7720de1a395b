"""What the register tells anybody: the same name, id, link or number; never one that is alike, never what is inside."""

from datetime import date
from typing import Any

import pytest

from accounts.actions.platforms import seed_platforms
from accounts.actions.register import close_account
from accounts.models import MediaAccount, Platform
from accounts.verify import finding
from accounts.verify.finding import Question
from newmedia_portal.core.access.models import Unit
from newmedia_portal.regimes.models import EditionRecord
from tests.accounts.entries import enter
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
NAME, HANDLE = "示例发布Abc", "1000000001"


@pytest.fixture
def catalogue(world: World) -> None:
    """Put the shipped platforms in the place of the plain ones."""
    Platform.objects.all().delete()
    seed_platforms(by=None, at=NOON)


@pytest.fixture
def account(world: World, catalogue: None) -> MediaAccount:
    """Return an account of the owner unit that is filed."""
    return enter(world, name=NAME, link="https://weibo.com/u/1000000001")


def told(words: str = "", **more: str) -> Any:
    return finding.answer(finding.read({"q": words, **more}), at=NOON)


@pytest.mark.parametrize(
    "words", [NAME, "示例发布ABC", "示例发布ａｂｃ", " 示例 发布\u200babc", HANDLE, "１０００００００01"]
)
def test_the_same_name_or_id_is_declared_registered(account: MediaAccount, words: str) -> None:
    found = told(words)
    assert [found.verdict, *found.entries] == [
        "registered",
        finding.Entry(NAME, account.platform.name, account.unit.name, "已备案", date(2026, 9, 18), "filed"),
    ]


@pytest.mark.parametrize(
    "words",
    ["https://weibo.com/u/1000000001", "http://weibo.com/u/1000000001/", "weibo.com/u/1000000001?from=x",
     "看看 https://weibo.com/u/1000000001 这个号"],
)  # fmt: skip
def test_a_pasted_link_leads_to_its_account(account: MediaAccount, words: str) -> None:
    assert [entry.name for entry in told(words).entries] == [NAME]


def test_the_certificate_number_leads_to_its_account(account: MediaAccount) -> None:
    for asked in ({"no": "TB-2026-0001"}, {"number": "TB-2026-0001"}, {"no": " ｔb-2026-0001"}, {"q": "TB-2026-0001"}):
        assert [entry.name for entry in finding.answer(finding.read(asked), at=NOON).entries] == [NAME]


def test_a_pasted_code_of_a_certificate_is_read(account: MediaAccount) -> None:
    asked = finding.read({"q": "https://portal.example.cn/verify/?no=TB-2026-0001"})
    assert asked == Question(number="TB-2026-0001")
    assert finding.answer(asked, at=NOON).verdict == "registered"


@pytest.mark.parametrize(
    "words",
    ["示例发布", "示例发布Abcd", "示例发怖Abc", "官方示例发布Abc", "示例发布АЬс", "示例发布Abc官方", "示例-发布Abc",
     "100000000", "10000000011", "https://weibo.com/u/1000000002", "%", "%%", "示例%", "示例*", "__________",
     "示例发布Ab_", "' OR 1=1 --", "示例.*"],
)  # fmt: skip
def test_what_is_only_alike_is_never_declared_official(account: MediaAccount, words: str) -> None:
    found = told(words)
    assert (found.verdict in ("not_found", "too_short"), found.entries) == (True, ())


@pytest.mark.parametrize("words", ["示", "%", "*", "a", "1", " 示 ", "示\u200b"])
def test_one_sign_is_not_a_question(account: MediaAccount, words: str) -> None:
    assert told(words).verdict == "too_short"


def test_a_closed_account_says_since_when(account: MediaAccount, world: World) -> None:
    close_account(account, closed_on=date(2026, 9, 10), by=world.cast["registrar"], at=NOON, source_filing=None)
    found = told(NAME)
    assert (found.verdict, [(one.status, one.since) for one in found.entries]) == (
        "closed",
        [("已注销", date(2026, 9, 10))],
    )


def test_the_same_name_elsewhere_stands_beside_it_with_its_platform(account: MediaAccount, world: World) -> None:
    enter(world, platform="douyin", name=NAME, handle="abc2")
    assert sorted(entry.platform for entry in told(NAME).entries) == ["微博", "抖音"]
    assert [entry.platform for entry in told(NAME, platform="douyin").entries] == ["抖音"]
    assert told(NAME, platform="kuaishou").verdict == "not_found"


@pytest.mark.parametrize("state", ["unfiled", "listed"])
def test_what_was_never_filed_is_not_declared(account: MediaAccount, world: World, state: str) -> None:
    MediaAccount.objects.create(
        unit=world.owner, root=world.root, platform=account.platform, name="示例在册未备", state=state,
        created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    assert told("示例在册未备").verdict == "not_found"


def test_a_work_group_stays_inside(world: World, catalogue: None) -> None:
    enter(world, platform="wechat_group", name="示例工作群一", handle="")
    assert told("示例工作群一").verdict == "not_found"
    assert told(no="TB-2026-0001").verdict == "not_found"


def _edition_saying(world: World, text: str, instead: str) -> None:
    old = world.edition.content.replace(f'version = "{world.edition.version}"', 'version = "示例二版"', 1)
    assert text in old
    EditionRecord.objects.create(
        code=world.edition.code, version="示例二版", title=world.edition.title, state="published",
        content=old.replace(text, instead, 1),
        digest="x" * 64, created_at=NOON, published_at=NOON, effective_from=world.edition.effective_from,
    )  # fmt: skip


def test_a_kind_that_the_edition_keeps_inside_is_not_confirmed(account: MediaAccount, world: World) -> None:
    MediaAccount.objects.filter(pk=account.pk).update(kind="inner_body")
    assert told(NAME).verdict == "registered"
    _edition_saying(world, 'code = "inner_body"\n', 'code = "inner_body"\npublic = false\n')
    assert told(NAME).verdict == "not_found"


@pytest.mark.parametrize(("regime", "kind"), [("soe", "staff"), ("gejiu", "staff"), ("gejiu", "nongov")])
def test_accounts_of_single_people_and_private_ones_are_not_confirmed(regime: str, kind: str) -> None:
    world = build(regime)
    account = enter(world, name=NAME)
    MediaAccount.objects.filter(pk=account.pk).update(kind=kind)
    assert told(NAME).verdict == "not_found"


def test_a_tree_without_a_regulation_tells_nothing(account: MediaAccount) -> None:
    Unit.objects.filter(pk=account.root_id).update(regime="")
    assert told(NAME).verdict == "not_found"


def test_one_question_takes_a_handful_of_statements(
    account: MediaAccount, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        enter(world, platform="other", name=NAME, handle=f"many{number}", exception_reason="示例")
    with django_assert_max_num_queries(6):
        assert len(told(NAME).entries) == finding.MOST_SHOWN


def test_every_way_of_writing_an_entry_keeps_its_forms(account: MediaAccount) -> None:
    account.name = "示例　新名Ｘ"
    account.save(update_fields=["name"])
    assert MediaAccount.objects.get(pk=account.pk).name_key == "示例新名x"
