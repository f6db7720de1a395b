"""Links are judged by their form alone, and the advice says so."""

import pytest

from reviews.precheck import Entry, compile_lexicon

from .starter import hits

SITES = compile_lexicon(
    [
        Entry("site", "shili.gov.cn", right="本单位"),
        Entry("site", "kexin.cn", right="可信"),
        Entry("site", "duan.kexin.cn", right="短链接"),
        Entry("site", "jinyong.com", right="禁用"),
    ],
    label="示例词库",
)


def judged(text: str, **how) -> list[tuple[str, str]]:
    return [(hit.rule, text[hit.start : hit.end]) for hit in hits(text, lexicon=SITES, **how)]


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("http://1.2.3.4/a", "link_address"),
        ("http://[2001:db8::1]/", "link_address"),
        ("http://3232235777/", "link_address"),
        ("http://0x7f.1/", "link_address"),
        ("https://t.cn/A6abc", "link_short"),
        ("https://bit.ly/3xyz", "link_short"),
        ("t.cn/A6abc", "link_short"),
        ("https://duan.kexin.cn/x", "link_short"),
        ("https://www.jinyong.com/a", "link_denied"),
        ("https://qita.com/a?b=c", "link_foreign"),
        ("www.qita.com/a", "link_foreign"),
        ("https://shili.gov.cn.qita.com/", "link_foreign"),
        ("http://localhost/a", "link_broken"),
        ("https://danci/", "link_broken"),
        ("https://bad_host.com/", "link_broken"),
        ("https://a..com/", "link_broken"),
        ("http://qita.com:99999/", "link_broken"),
        ("http://qita.com:0/", "link_broken"),
        ("ftp://qita.com/a", "link_broken"),
    ],
)
def test_a_doubtful_link_is_marked(link, rule):
    assert judged(f"详见{link} 。") == [(rule, link)]


@pytest.mark.parametrize(
    "link", ["https://shili.gov.cn/a", "http://www.shili.gov.cn", "https://x.kexin.cn/1", "www.kexin.cn"]
)
def test_own_and_trusted_sites_are_no_hits(link):
    assert judged(f"详见{link}，谢谢") == []


def test_own_domains_of_the_accounts_count():
    assert judged("见https://wode.cn/1。", own_domains=("wode.cn",)) == []
    assert judged("见https://wode.cn/1。") == [("link_foreign", "https://wode.cn/1")]


@pytest.mark.parametrize("text", ["比分3/4，增长1.5/2.0", "邮箱 a.b@qita.com", "路径 a/b/c", "版本 1.2.3.4"])
def test_what_is_no_link_is_none(text):
    assert judged(text) == []


def test_links_beside_the_text_are_judged_too_and_nothing_was_fetched():
    (hit,) = hits("正文", lexicon=SITES, links=("https://qita.com/v", "https://shili.gov.cn/v"))

    assert (hit.rule, hit.field, hit.found) == ("link_foreign", "links", "https://qita.com/v")
    assert hit.advice.endswith("系统不连外网，未打开该链接，请人工点开核对。")
