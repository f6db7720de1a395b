"""Saved views: kept, opened, shared with a unit, renamed, removed; each person's list opens with their own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.saved.actions import change_view, open_with, remove_view, save_view
from newmedia_portal.core.saved.models import DefaultView, SavedView

from ..ground import AT, person, unit

pytestmark = pytest.mark.django_db
LIST = "/units/"
QUERY = "q=%E7%A4%BA%E4%BE%8B&sort=-name"


def seat(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(db: None) -> Unit:
    return unit("示例宣传部")


@pytest.fixture
def owner(office: Unit) -> User:
    return person("张某一", office, "registrar")


@pytest.fixture
def colleague(office: Unit) -> User:
    return person("李某二", office, "observer")


@pytest.fixture
def stranger(db: None) -> User:
    return person("王某三", unit("另一个组织"), "registrar")


def kept(owner: User, shared: Unit | None = None, name: str = "常用") -> SavedView:
    return save_view(path=LIST, name=name, query=QUERY, columns=None, shared_with=shared, by=owner, at=AT)


def page(user: User, address: str = LIST) -> str:
    answer = seat(user).get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_view_is_saved_from_the_list_and_opens_with_filter_order_and_columns(owner: User, office: Unit) -> None:
    client = seat(owner)
    typed = {"path": LIST, "query": QUERY, "columns": "name,code", "name": " 常用  视图 ", "shared_with": ""}

    opened = client.post("/views/save/", typed, follow=True)
    view = SavedView.objects.get()
    text = opened.content.decode()
    assert (view.name, view.query, view.columns, view.shared_with) == ("常用 视图", QUERY, ["name", "code"], None)
    assert f"view={view.pk}" in opened.redirect_chain[-1][0]
    assert "视图：常用 视图" in text
    assert re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<↑↓ ]+)', text) == ["单位名称", "单位代码"]
    assert 'class="chip"' in text
    assert "（已改动）" in page(owner, f"{opened.redirect_chain[-1][0]}&kind=unit")
    assert AuditEvent.objects.filter(action="view.saved", object_id=view.pk).count() == 1


def test_only_colleagues_of_the_unit_see_a_shared_view(
    owner: User, colleague: User, stranger: User, office: Unit
) -> None:
    private, shared = kept(owner), kept(owner, office, "部里的")

    seen = {user.username: set(SavedView.objects.visible_to(user)) for user in (owner, colleague, stranger)}
    assert seen == {"张某一": {private, shared}, "李某二": {shared}, "王某三": set()}
    assert "部里的" in page(colleague)
    assert "常用" not in page(colleague)
    assert "部里的" not in page(stranger)
    assert "张某一 共享" in page(colleague)
    Post.objects.filter(user=colleague).update(until="2020-02-01")
    assert set(SavedView.objects.visible_to(User.objects.get(pk=colleague.pk))) == set()


def test_the_link_of_a_view_shows_the_same_to_a_colleague_even_if_it_is_not_shared(
    owner: User, colleague: User, stranger: User
) -> None:
    kept(owner)
    link = re.search(r'href="(/units/\?[^"]*view=\d+)"', page(owner))
    assert link is not None

    text = page(colleague, link[1].replace("&amp;", "&"))
    assert "示例宣传部" in text
    assert "视图：" not in text
    assert "示例宣传部" not in re.sub(r'value="[^"]*"', "", page(stranger, link[1].replace("&amp;", "&")))


def test_a_default_view_opens_the_bare_list_and_all_can_still_be_seen(
    owner: User, colleague: User, office: Unit
) -> None:
    view = kept(owner, office)
    open_with(view, path=LIST, by=colleague)

    opened = seat(colleague).get(LIST)
    assert (opened.status_code, f"view={view.pk}" in opened["Location"]) == (302, True)
    assert seat(owner).get(LIST).status_code == 200
    assert seat(colleague).get(f"{LIST}?view=all").status_code == 200
    assert seat(colleague).get(f"{LIST}?q=x").status_code == 200
    seat(colleague).post(f"/views/{view.pk}/default/", {"off": "1"})
    assert not DefaultView.objects.exists()
    assert seat(colleague).get(LIST).status_code == 200


def test_saving_under_the_same_name_replaces_ones_own_view(owner: User, office: Unit) -> None:
    first = kept(owner)
    again = save_view(path=LIST, name="常用", query="q=x", columns=["name"], shared_with=office, by=owner, at=AT)

    assert (again.pk, SavedView.objects.get().query) == (first.pk, "q=x")


def test_renaming_sharing_and_removing_are_for_the_owner_alone(
    owner: User, colleague: User, stranger: User, office: Unit
) -> None:
    view = kept(owner, office)
    for user in (colleague, stranger):
        with pytest.raises(Forbidden):
            change_view(view, name="别的", shared_with=None, by=user, at=AT)
        with pytest.raises(Forbidden):
            remove_view(view, by=user, at=AT)
        assert seat(user).post(f"/views/{view.pk}/change/", {"name": "别的"}).status_code == 404
        assert seat(user).post(f"/views/{view.pk}/remove/").status_code == 404
    assert seat(stranger).post(f"/views/{view.pk}/default/").status_code == 404

    seat(owner).post(f"/views/{view.pk}/change/", {"name": "新名", "shared_with": ""})
    view.refresh_from_db()
    assert (view.name, view.shared_with) == ("新名", None)
    open_with(view, path=LIST, by=owner)
    seat(owner).post(f"/views/{view.pk}/remove/")
    assert (SavedView.objects.count(), DefaultView.objects.count()) == (0, 0)
    codes = set(AuditEvent.objects.filter(action__startswith="view.").values_list("action", flat=True))
    assert codes == {"view.saved", "view.changed", "view.removed"}


def test_what_cannot_be_saved_is_refused_with_a_remedy(owner: User, office: Unit, stranger: User) -> None:
    foreign = Unit.objects.get(name="另一个组织")
    for values, words in (
        ({"name": "  "}, "请填写视图名称"),
        ({"name": "长" * 41}, "不能超过 40 个字"),
        ({"query": "q=" + "x" * 2000}, "条件太多"),
        ({"shared_with": foreign}, "任职的单位"),
    ):
        usual = {"path": LIST, "name": "常用", "query": "", "columns": None, "shared_with": None}
        with pytest.raises(Refused, match=words):
            save_view(**{**usual, **values}, by=owner, at=AT)
    kept(owner)
    other = kept(owner, name="另一个")
    with pytest.raises(Refused, match="同名"):
        change_view(other, name="常用", shared_with=None, by=owner, at=AT)


@pytest.mark.parametrize("path", ["/nothing/", "/units/1/", "/login/", "https://example.com/", "", "/audit/", "//x"])
def test_only_lists_that_the_person_may_open_can_be_saved(owner: User, path: str) -> None:
    assert seat(owner).post("/views/save/", {"path": path, "name": "常用"}).status_code == 404
    assert not SavedView.objects.exists()


def test_my_views_name_their_lists_and_offer_what_one_may_do(owner: User, colleague: User, office: Unit) -> None:
    kept(owner)
    kept(owner, office, "部里的")

    mine, shared = page(owner, "/views/"), page(colleague, "/views/")
    assert (mine.count('data-testid="saved-view"'), mine.count('data-testid="remove-view"')) == (2, 2)
    assert (shared.count('data-testid="saved-view"'), shared.count('data-testid="remove-view"')) == (1, 0)


def test_views_cost_a_list_one_query_however_many_there_are(owner: User, office: Unit) -> None:
    client = seat(owner)
    kept(owner, name="第一个")

    def queries() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        assert sum("core_savedview" in query["sql"] for query in asked) == 1
        return len(asked)

    one = queries()
    for number in range(5):
        kept(owner, office, f"视图{number}")
    assert queries() == one


def test_exports_of_a_view_hold_what_it_shows(owner: User, office: Unit) -> None:
    unit("示例二", office)
    answer = seat(owner).get(f"{LIST}?q=%E7%A4%BA%E4%BE%8B&cols=name,code&view=99&export=xlsx")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxml")
