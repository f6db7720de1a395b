"""Pages of published items: lists with a fixed number of statements, what each person finds, forms, the wizard."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.actions.items.tell import Covered, tell
from assessments.models import Coverage, FollowerCount, ItemImport, PublishedItem
from assessments.states import Source
from tests.assessments.items import exports
from tests.assessments.items.making import account, source, told
from tests.filings.pages import client_of, words
from tests.world import build

pytestmark = pytest.mark.django_db
ITEMS, ACCOUNTS, IMPORT = "/assessments/items/", "/assessments/accounts/", "/assessments/items/import/"


@pytest.fixture
def world():
    return build()


@pytest.fixture
def weibo(world):
    return account(world.owner, "示例文旅")


def post(client, address, **data):
    return client.post(address, data)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [ITEMS, ACCOUNTS])
def test_lists_take_a_fixed_number_of_statements(world, address, count, django_assert_max_num_queries):
    for number in range(count):
        one = account(world.owner, f"示例{number}")
        tell([told(one, f"示例信息{number}")], source())
    client = client_of(world.person("operator"))
    client.get(address)

    with django_assert_max_num_queries(10):
        page = client.get(address)

    assert all(f"示例{number}" in words(page) for number in range(count))


def test_each_person_finds_the_items_of_the_units_in_reach(world):
    for unit, name in ((world.owner, "甲"), (world.child, "乙"), (world.foreign, "丙")):
        tell([told(account(unit, f"示例号{name}"), f"示例信息{name}")], source())

    def seen(role):
        text = words(client_of(world.person(role)).get(ITEMS))
        return [name for name in "甲乙丙" if f"示例信息{name}" in text]

    assert seen("operator") == ["甲", "乙"]
    assert seen("child") == ["乙"]
    assert seen("outsider") == ["丙"]
    assert seen("registrar") == ["甲", "乙", "丙"]


def test_the_list_is_filtered_by_unit_platform_account_period_and_source_and_exported(world, weibo):
    other = account(world.foreign, "示例抖音", platform="douyin")
    tell([told(weibo, "示例一", "2026-09-01", reads=5)], source(Source.IMPORT))
    tell([told(other, "示例二", "2026-09-02")], source(Source.API))
    client = client_of(world.person("registrar"))

    for query, expected in (
        (f"unit={world.owner.name}", "示例一"), ("platform=douyin", "示例二"), (f"account={weibo.pk}", "示例一"),
        ("since=2026-09-02", "示例二"), ("until=2026-09-01", "示例一"), ("source=api", "示例二"),
        ("q=示例一", "示例一"),
    ):  # fmt: skip
        text = words(client.get(f"{ITEMS}?{query}"))
        assert [title for title in ("示例一", "示例二") if f" {title} " in text] == [expected], query

    export = load_workbook(BytesIO(b"".join(client.get(f"{ITEMS}?source=import&export=xlsx").streaming_content)))
    assert [row[0].value for row in export.active.iter_rows() if row[0].value == "示例一"] == ["示例一"]


def test_an_item_is_entered_by_form_once_and_found_with_its_source(world, weibo):
    client = client_of(world.person("operator"))
    address = f"{ACCOUNTS}{weibo.pk}/items/new/"
    token = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    data = {
        "title": "示例信息", "published_on": "2026-9-1", "published_time": "18:00", "original": "1", "reads": "120",
        "link": "https://weibo.com/1/Abc", "figures_on": "2026-09-10", "token": token,
    }  # fmt: skip
    first, second = client.post(address, data), client.post(address, data)

    item = PublishedItem.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"{ITEMS}{item.pk}/"
    assert (item.source, item.by, item.original, item.reads, item.likes) == (
        "form", world.cast["operator"], True, 120, None,
    )  # fmt: skip
    page = words(client.get(f"{ITEMS}{item.pk}/"))
    assert "阅读数 120 手工登记" in page
    assert "点赞数 没有数据" in page


def test_a_wrong_item_comes_back_with_its_errors(world, weibo):
    client = client_of(world.person("operator"))
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = post(client, f"{ACCOUNTS}{weibo.pk}/items/new/", title="示例", published_on=str(tomorrow), reads="-1")

    assert (page.status_code, PublishedItem.objects.count()) == (422, 0)
    page = post(client, f"{ACCOUNTS}{weibo.pk}/items/new/", title="示例", published_on=str(tomorrow), reads="1")
    assert "发布时间在将来" in words(page)


def test_a_nil_return_is_made_shown_and_taken_back(world, weibo):
    client = client_of(world.person("operator"))
    address = f"{ACCOUNTS}{weibo.pk}/nil/"
    refused = post(client, address, first_on="2026-09-01", last_on=str(timezone.localdate()), confirmed="on")
    assert "最晚到昨天" in words(refused)

    post(client, address, first_on="2026-09-01", last_on="2026-09-07", confirmed="on")

    row = Coverage.objects.get()
    assert (row.source, row.by) == ("nil", world.cast["operator"])
    assert "2026-09-01(周二) 至 2026-09-07(周一)" in words(client.get(f"{ACCOUNTS}{weibo.pk}/"))
    post(client, f"/assessments/coverage/{row.pk}/take-back/", reason="漏看了一条")
    assert not Coverage.objects.exists()


def test_followers_are_recorded_with_their_day_and_shown_in_the_register(world, weibo):
    client = client_of(world.person("operator"))

    post(client, f"{ACCOUNTS}{weibo.pk}/followers/", as_of="2026-09-10", count="1200")

    weibo.refresh_from_db()
    assert FollowerCount.objects.values_list("as_of", "count", "source").get() == (date(2026, 9, 10), 1200, "form")
    assert (weibo.followers, weibo.followers_as_of) == (1200, date(2026, 9, 10))


@pytest.mark.parametrize("role", ["head", "chief", "observer", "line", "child"])
def test_who_does_not_enter_finds_no_form(world, weibo, role):
    client = client_of(world.person(role))
    tell([told(weibo)], source())
    item = PublishedItem.objects.get()

    for address in (f"{ACCOUNTS}{weibo.pk}/items/new/", f"{ACCOUNTS}{weibo.pk}/nil/", f"{ITEMS}{item.pk}/correct/"):
        assert client.get(address).status_code == 404


def test_an_item_is_corrected_taken_down_and_restored_with_reasons(world, weibo):
    tell([told(weibo, "示例 信息", reads=5)], source(Source.FORM))
    item = PublishedItem.objects.get()
    client = client_of(world.person("operator"))
    page = f"{ITEMS}{item.pk}/"

    post(client, f"{page}correct/", title="示例信息", published_on="2026-09-02", reads="", reason="日期看错")
    item.refresh_from_db()
    assert (item.title, item.published_on, item.reads) == ("示例信息", date(2026, 9, 2), None)
    post(client, f"{page}withdraw/", on="2026-09-03", reason="已从平台删除")
    assert "2026-09-03(周四) 起不再计入" in words(client.get(page))
    post(client, f"{page}restore/", reason="误操作")

    text = words(client.get(page))
    assert "阅读数 5 → 未知" in text
    assert "原因:已从平台删除" in text
    item.refresh_from_db()
    assert item.withdrawn_on is None


def test_the_accounts_page_tells_no_data_from_no_post(world, weibo):
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    covered, with_item = monday - timedelta(days=14), monday - timedelta(days=28)
    tell(
        [told(weibo, "示例", str(with_item))], source(at=timezone.now()),
        covers=[Covered(weibo, covered, covered + timedelta(days=6))],
    )  # fmt: skip
    client = client_of(world.person("observer"))

    text = words(client.get(f"{ACCOUNTS}{weibo.pk}/"))

    def week(first):
        last = first + timedelta(days=6)
        return f"{first} 至 {last:%m-%d}"

    assert f"{week(covered)} 0 0 数据完整" in text
    assert f"{week(with_item)} 1 1 数据不全" in text
    assert f"{week(monday - timedelta(days=21))} — — 没有数据" in text


def test_the_register_shows_the_way_to_the_publishing_page(world, weibo):
    page = client_of(world.person("operator")).get(f"/accounts/{weibo.pk}/")

    assert f'href="{ACCOUNTS}{weibo.pk}/"' in page.content.decode()
    assert "没有发布记录 · 没有数据" in words(page)


def test_the_wizard_uploads_checks_imports_and_takes_back(world):
    one = account(world.owner, "示例公众号", platform="wechat_subscription")
    client = client_of(world.person("operator"))
    file = exports.upload(exports.book(exports.wechat()), "示例_20260901-20260907.xlsx")

    checked = client.post(IMPORT, {"account": one.pk, "file": file})
    address = checked.headers["Location"]
    page = client.get(address)
    assert "微信公众号 内容分析" in words(page)
    assert 'value="2026-09-07"' in page.content.decode()
    sent = {"complete": "on", "covers_from": "2026-09-01", "covers_until": "2026-09-07", "figures_on": "2026-09-10",
            "mode": "all_or_none"}  # fmt: skip
    client.post(f"{address}confirm/", sent)
    done = words(client.get(address))
    assert "2026-09-01(周二) 至 2026-09-07(周一) 的数据视为完整" in done
    assert PublishedItem.objects.count() == 3

    client.post(f"{address}undo/", {"reason": "选错账号"})
    assert (PublishedItem.objects.count(), ItemImport.objects.get().status) == (0, "undone")


def test_faults_are_listed_and_the_marked_workbook_comes_back(world, weibo):
    client = client_of(world.person("operator"))
    rows = [["标题", "发布时间", "阅读量"], ["甲", "九月", 5], ["乙", "2026-09-01", 5]]

    address = client.post(IMPORT, {"account": weibo.pk, "file": exports.upload(exports.book(rows))}).headers["Location"]

    assert "“九月”不是能认出的日期" in words(client.get(address))
    marked = b"".join(client.get(f"{address}marked/").streaming_content)
    assert load_workbook(BytesIO(marked))["Sheet1"]["B2"].fill.fgColor.rgb == "FFF4B6B6"
    refused = client.post(f"{address}confirm/", {"complete": "on", "figures_on": "2026-09-10", "mode": "good_rows"})
    assert (refused.status_code, PublishedItem.objects.count()) == (422, 0)
    client.post(f"{address}confirm/", {"figures_on": "2026-09-10", "mode": "good_rows"})
    assert PublishedItem.objects.values_list("title", flat=True).get() == "乙"


def test_the_template_offers_the_persons_accounts_and_its_filled_form_is_imported(world, weibo):
    account(world.foreign, "别的单位的号")
    client = client_of(world.person("operator"))

    book = load_workbook(BytesIO(client.get(f"{IMPORT}template/").content))
    choices = [cell.value for row in book["选项"].iter_rows() for cell in row]
    assert "示例文旅" in choices
    assert "别的单位的号" not in choices
    page = book["发布数据"]
    for column, value in enumerate(("示例文旅", "微博", date(2026, 9, 1), "18:00", "示例信息"), start=1):
        page.cell(2, column, value)
    packed = BytesIO()
    book.save(packed)

    address = client.post(IMPORT, {"file": exports.upload(packed.getvalue())}).headers["Location"]
    assert "本平台模板" in words(client.get(address))
    client.post(f"{address}confirm/", {"figures_on": "2026-09-10", "mode": "all_or_none"})
    assert PublishedItem.objects.values_list("account", "title").get() == (weibo.pk, "示例信息")


def test_columns_are_given_another_meaning_on_the_page(world):
    one = account(world.owner, "示例公众号", platform="wechat_subscription")
    client = client_of(world.person("operator"))
    file = exports.upload(exports.book(exports.wechat()))
    address = client.post(IMPORT, {"account": one.pk, "file": file}).headers["Location"]
    batch = ItemImport.objects.get()
    columns = batch.mapping["tables"][0]["columns"]
    sent = {f"column-0-{column['letter']}": column["field"] for column in columns}

    client.post(f"{address}mapping/", sent | {"column-0-C": "reads", "column-0-D": "ignore"})

    batch.refresh_from_db()
    fields = {column["letter"]: column["field"] for column in batch.mapping["tables"][0]["columns"]}
    assert (fields["C"], fields["D"]) == ("reads", "ignore")


def test_another_units_batch_is_not_found(world, weibo):
    client = client_of(world.person("operator"))
    file = exports.upload(exports.book(exports.weibo()))
    address = client.post(IMPORT, {"account": weibo.pk, "file": file}).headers["Location"]

    for role in ("outsider", "child", "head"):
        assert client_of(world.person(role)).get(address).status_code == 404
    assert client_of(world.person("registrar")).get(address).status_code == 200
