"""The catalogue of platforms: recognising links, keeping patterns harmless, who may change it."""

import json
import time
from pathlib import Path

import pytest

from accounts.actions.platforms import (
    add_platform,
    change_platform,
    check_expression,
    recognise,
    seed_platforms,
    set_patterns,
    try_expression,
)
from accounts.models import LinkPattern, Platform
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.regimes.vocabulary import PLATFORMS
from tests.accounts.conftest import events
from tests.world import NOON, World

SHIPPED = json.loads((Path(__file__).parents[3] / "accounts/data/platforms.json").read_text(encoding="utf-8"))
LINKS = [
    (
        "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5MDAwMDAwMQ==&scene=124",
        "wechat_subscription",
        "MzA5MDAwMDAwMQ==",
    ),
    ("https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ%3D%3D&mid=1&idx=1", "wechat_subscription", "MzA5MDAwMDAwMQ=="),
    ("https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", "wechat_subscription", ""),
    ("gh_0123456789ab", "wechat_subscription", "gh_0123456789ab"),
    ("https://weibo.com/u/1000000001", "weibo", "1000000001"),
    ("weibo.com/1000000001", "weibo", "1000000001"),
    ("https://weibo.com/1000000001/NabcDefgh?refer_flag=1", "weibo", "1000000001"),
    ("https://m.weibo.cn/u/1000000001?uid=1", "weibo", "1000000001"),
    ("HTTPS://WWW.WEIBO.COM/shilifabu/", "weibo", "shilifabu"),
    ("https://weibo.com/n/%E7%A4%BA%E4%BE%8B%E5%8F%91%E5%B8%83", "weibo", "示例发布"),
    ("https://weibo.com/login", None, ""),
    ("https://weibo.com/tv/show/1", None, ""),
    (
        "https://www.douyin.com/user/MS4wLjABAAAAexample0001?from_tab_name=main",
        "douyin",
        "MS4wLjABAAAAexample0001",
    ),
    ("7.43 复制打开抖音,看看【示例发布】 https://v.douyin.com/iExampl1/ 02/14 :2pm", "douyin", ""),
    ("https://channels.weixin.qq.com/web/pages/profile?username=v2_0001@finder", "channels", "v2_0001@finder"),
    ("https://weixin.qq.com/sph/AbCdEf001", "channels", ""),
    ("https://www.toutiao.com/c/user/token/MS4wLjABAAAAexample0002/", "toutiao", "MS4wLjABAAAAexample0002"),
    ("https://www.kuaishou.com/profile/3xexample0001", "kuaishou", "3xexample0001"),
    ("https://space.bilibili.com/100000001/video", "bilibili", "100000001"),
    (
        "https://www.xiaohongshu.com/user/profile/500000000000000000000001",
        "xiaohongshu",
        "500000000000000000000001",
    ),
    ("https://apps.apple.com/cn/app/shili/id1000000001?l=en", "app", "1000000001"),
    ("https://a.app.qq.com/o/simple.jsp?pkgname=cn.example.portal", "app", "cn.example.portal"),
    ("#小程序://示例服务/abcdef", "miniprogram", "示例服务"),
    ("https://qm.qq.com/q/ExAmPl0001", "qq_group", ""),
    ("https://www.example.gov.cn/zwgk/index.html", "website", "www.example.gov.cn"),
    ("www.example.gov.cn", "website", "www.example.gov.cn"),
    ("http://示例.政务/", "website", "示例.政务"),
    ("https://weibo.com.evil.example.com/u/1000000001", "website", "weibo.com.evil.example.com"),
    ("https://evil.example.com/?weibo.com/u/1000000001", "website", "evil.example.com"),
    ("javascript:alert(1)", None, ""),
    ("示例发布", None, ""),
    ("", None, ""),
    ("https://" + "a" * 600 + ".cn", None, ""),
    ("weibo.com/u/1000000001\x00", "weibo", "1000000001"),
    ("ｗｅｉｂｏ.com/u/１000000001", "weibo", "1000000001"),
]
HOSTILE = [
    "a" * 500,
    "/" * 500,
    "a." * 250,
    "?&" * 250,
    "weibo.com/" + "u/" * 245,
    "mp.weixin.qq.com/" + "?__biz=" * 60,
]


@pytest.fixture
def catalogue(db: None) -> None:
    """Fill the catalogue as shipped."""
    seed_platforms(by=None, at=NOON)


def test_the_shipped_catalogue_is_the_vocabulary_of_the_regimes(catalogue: None) -> None:
    assert {platform.code: platform.name for platform in Platform.objects.all()} == PLATFORMS


def test_seeding_again_adds_nothing_and_keeps_what_administrators_changed(catalogue: None, sysadmin: User) -> None:
    weibo = Platform.objects.get(code="weibo")
    change_platform(weibo, name="微博(政务)", by=sysadmin, at=NOON)
    set_patterns(weibo, [], by=sysadmin, at=NOON)

    assert seed_platforms(by=None, at=NOON) == 0
    assert (Platform.objects.get(code="weibo").name, weibo.patterns.count()) == ("微博(政务)", 0)


@pytest.mark.parametrize(("link", "platform", "handle"), LINKS)
def test_a_pasted_link_is_recognised(catalogue: None, link: str, platform: str | None, handle: str) -> None:
    found = recognise(link)

    assert (found.platform.code if found else None, found.handle if found else "") == (platform, handle)


def test_the_recognised_link_is_clean(catalogue: None) -> None:
    found = recognise("看看 https://WEIBO.com/u/1000000001#top")

    assert found is not None
    assert found.link == "https://weibo.com/u/1000000001"


def test_a_platform_out_of_use_is_not_recognised(catalogue: None, sysadmin: User) -> None:
    change_platform(Platform.objects.get(code="douyin"), in_use=False, by=sysadmin, at=NOON)

    assert recognise("https://www.douyin.com/user/MS4wLjABAAAAexample0001") is None


def test_every_shipped_pattern_fits_its_example() -> None:
    from accounts.actions.platforms.recogniser import clean

    for platform in SHIPPED["platforms"]:
        for pattern in platform["patterns"]:
            assert try_expression(pattern["expression"], clean(pattern["example"])[1]) is not None, pattern


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_in_no_time(catalogue: None, text: str) -> None:
    start = time.perf_counter()

    recognise(text)

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+b",
        "(a*)*",
        "(?:a|aa)+$",
        "(?:.*,)*x",
        r"(\w+\s?)+$",
        r"(?P<id>\d+)(?P=id)",
        "(a)\\1",
        ".*.*.*.*x",
        "(?P<name>x)",
        "([a-z",
        "",
        "x*",
        "a" * 301,
        "(?:a{0,999}){0,999}",
        "((?:a{1,50}){1,50}){1,50}",
        "(?:a{1,20}){1,20}x",
        r"(?:\.[a-z.]{1,63}){1,5}x",
        r"(?:\.[^/]{1,63}){1,5}x",
    ],
)
def test_dangerous_or_wrong_expressions_are_refused(expression: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_expression(expression)

    assert refusal.value.field == "expression"


def test_a_pattern_that_does_not_fit_its_example_is_refused(catalogue: None, sysadmin: User) -> None:
    weibo = Platform.objects.get(code="weibo")
    before = list(weibo.patterns.values_list("expression", flat=True))

    with pytest.raises(Refused):
        set_patterns(
            weibo,
            [{"expression": r"weibo\.com/(?P<id>\d{5,9})", "example": "https://weibo.com/abc"}],
            by=sysadmin,
            at=NOON,
        )

    assert list(weibo.patterns.values_list("expression", flat=True)) == before


def test_a_change_of_patterns_works_at_once_and_is_logged(catalogue: None, sysadmin: User) -> None:
    other = Platform.objects.get(code="other")

    set_patterns(
        other,
        [{"expression": r"new\.example/(?P<id>\d{1,9})", "example": "https://new.example/7", "note": "新平台"}],
        by=sysadmin,
        at=NOON,
    )
    LinkPattern.objects.filter(platform__code="website").delete()

    found = recognise("https://new.example/42")
    assert found is not None
    assert (found.platform, found.handle, found.note) == (other, "42", "新平台")
    assert len(events("platform.patterns", other)) == 1


@pytest.mark.parametrize("role", ["registrar", "director", "operator", "chief"])
def test_only_the_system_administrator_keeps_the_catalogue(catalogue: None, world: World, role: str) -> None:
    weibo = Platform.objects.get(code="weibo")
    person = world.person(role)

    with pytest.raises(Forbidden):
        change_platform(weibo, approved=False, by=person, at=NOON)
    with pytest.raises(Forbidden):
        set_patterns(weibo, [], by=person, at=NOON)
    with pytest.raises(Forbidden):
        add_platform(code="other", name="别的", by=person, at=NOON)

    assert Platform.objects.get(code="weibo").approved is True


def test_codes_outside_the_vocabulary_and_doubled_names_are_refused(catalogue: None, sysadmin: User) -> None:
    with pytest.raises(Refused) as unknown:
        add_platform(code="myspace", name="别的", by=sysadmin, at=NOON)
    with pytest.raises(Refused) as doubled:
        change_platform(Platform.objects.get(code="weibo"), name="抖音", by=sysadmin, at=NOON)

    assert (unknown.value.field, doubled.value.field) == ("code", "name")
