"""Links of a draft (链接): form, bare addresses, short-link services, sites of others. Nothing is fetched."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from .entries import SiteKind
from .facts import Facts
from .lexicon import CompiledLexicon
from .report import Report

_LINK = re.compile(
    r"(?:https?|ftp)://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef<>\"'“”‘’]+|(?<![A-Za-z0-9_.@/])www\.[A-Za-z0-9.\-]+[^\s\u4e00-\u9fff，。；、）<>\"]*"
)
_BARE = re.compile(r"(?<![A-Za-z0-9_.@/:\-])((?:[a-z0-9\-]+\.)+[a-z]{2,6})/[A-Za-z0-9]+", re.IGNORECASE)
_TAIL = ".,;:!?)]}'\""
SHORT_SERVICES = frozenset(
    "t.cn dwz.cn url.cn suo.im suo.nz t.im 0rz.tw tinyurl.com bit.ly goo.gl is.gd ow.ly t.co cutt.ly rb.gy "  # noqa: SIM905
    "dwz.win mrw.so u.nu tb.cn m.tb.cn u.jd.com 3.cn c7.gg r6f.cn sourl.cn xurl.cc".split()
)
_NOWHERE = frozenset("localhost example.com example.org example.net test invalid".split())  # noqa: SIM905
_HOST = re.compile(
    r"(?:[a-z0-9\u4e00-\u9fff](?:[a-z0-9\-\u4e00-\u9fff]{0,61}[a-z0-9\u4e00-\u9fff])?\.)+[a-z\u4e00-\u9fff][a-z0-9\-\u4e00-\u9fff]+"
)
UNFETCHED = "系统不连外网，未打开该链接，请人工点开核对。"


def check(report: Report, facts: Facts, lexicon: CompiledLexicon) -> None:
    """Note links that cannot work, hide where they lead, or lead to sites that are not our own."""
    sites = {**lexicon.sites, **{domain.lower(): SiteKind.OWN.value for domain in facts.own_domains}}
    text = report.reading.ascii_text
    if "://" in text or "www." in text or "/" in text:
        for start, end in _written(text):
            rule, advice, basis = _judge(text[start:end], sites, lexicon.label)
            if rule:
                report.add(rule, start, end, advice, basis=basis)
    for link in facts.links:
        rule, advice, basis = _judge(link.strip(), sites, lexicon.label)
        if rule:
            report.add_for_field(rule, "links", advice, found=link)


def _written(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINK.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(_TAIL))
    for match in _BARE.finditer(text):
        if _listed(match[1].lower(), SHORT_SERVICES):
            yield match.span()


def _judge(link: str, sites: dict[str, str], label: str) -> tuple[str, str, str]:
    address = link if "://" in link else f"https://{link}"
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "link_broken", f"链接的写法不对，请重新复制完整网址。{UNFETCHED}", ""
    if port == 0 or (reason := _broken(parts, host)):
        return "link_broken", f"{reason if port != 0 else '端口不对'}，请重新复制完整网址。{UNFETCHED}", ""
    if _is_address(host):
        return "link_address", f"链接直接指向网络地址而不是域名，请改用有备案的域名。{UNFETCHED}", ""
    kind = _kind(host, sites)
    if not kind and (_listed(host, _NOWHERE) or host.rpartition(".")[2] in _NOWHERE):
        return "link_broken", f"链接指向示例或本机地址，打不开，请换成真实网址。{UNFETCHED}", ""
    if kind == SiteKind.DENIED:
        return "link_denied", f"“{host}”在禁用网站之列，请删除该链接。", label
    if kind == SiteKind.SHORT or (not kind and _listed(host, SHORT_SERVICES)):
        return "link_short", f"短链接看不出去向，请换成完整网址。{UNFETCHED}", label if kind else ""
    if not kind:
        return "link_foreign", f"链接指向本单位和可信名单以外的网站“{host}”，请核对来源。{UNFETCHED}", ""
    return "", "", ""


def _broken(parts: SplitResult, host: str) -> str:
    if parts.scheme not in {"http", "https"}:
        return "链接不是网页地址"
    if not host:
        return "链接没有域名"
    if not _is_address(host) and not _HOST.fullmatch(host):
        return "域名的写法不对"
    return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.isdigit() or bool(
            re.fullmatch(r"0x[0-9a-f]+|(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){1,3}", host)
        )
    return True


def _listed(host: str, domains: frozenset[str]) -> bool:
    return host in domains or any(host.endswith(f".{domain}") for domain in domains)


def _kind(host: str, sites: dict[str, str]) -> str:
    """Return what the longest listed domain of a host says."""
    labels = host.removeprefix("www.").split(".")
    for n in range(len(labels)):
        if kind := sites.get(".".join(labels[n:])):
            return kind
    return ""
