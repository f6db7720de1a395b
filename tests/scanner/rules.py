"""What a scanner looks for in an answer (扫描规则): rules with severity and the number that ZAP gives their like.

A rule gets a page and returns what it found, each as a short piece of text; nothing where all is well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

LOW, MEDIUM, HIGH = 1, 2, 3
OWN = ("", "testserver")


@dataclass
class Page:
    """An answer as a scanner sees it."""

    url: str
    status: int
    headers: dict[str, str]
    body: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    signed_in: bool = True

    @property
    def is_html(self) -> bool:
        """Whether a browser would show it as a page."""
        return self.headers.get("content-type", "").startswith("text/html") and bool(self.body.strip())

    def elements(self, *names: str) -> Iterable[HtmlElement]:
        """Yield the elements with these names."""
        if self.is_html:
            yield from html.fromstring(self.body).iter(*names)


Look = Callable[[Page], Iterable[str]]


@dataclass(frozen=True)
class Rule:
    """One rule."""

    zap: int
    name: str
    severity: int
    look: Look


RULES: list[Rule] = []


def rule(zap: int, name: str, severity: int) -> Callable[[Look], Look]:
    """Put a rule on the list."""

    def put(look: Look) -> Look:
        RULES.append(Rule(zap, name, severity, look))
        return look

    return put


def _header(name: str, wanted: str) -> Look:
    def look(page: Page) -> Iterable[str]:
        value = page.headers.get(name, "")
        if not re.search(wanted, value):
            yield value or f"no {name}"

    return look


def _absent(pattern: str, *, where: str = "body") -> Look:
    found = re.compile(pattern)

    def look(page: Page) -> Iterable[str]:
        text = page.url if where == "url" else page.headers.get(where, "") if where != "body" else page.body
        yield from (match.group()[:80] for match in found.finditer(text))

    return look


def _cookie(attribute: str) -> Look:
    def look(page: Page) -> Iterable[str]:
        yield from (name for name, cookie in page.cookies.items() if cookie.value and not cookie[attribute])

    return look


rule(10020, "anti-clickjacking header missing", MEDIUM)(_header("x-frame-options", "^DENY$"))
rule(10021, "content sniffing allowed", LOW)(_header("x-content-type-options", "^nosniff$"))
rule(10035, "no strict transport", LOW)(_header("strict-transport-security", r"^max-age=[1-9]\d{7,}"))
rule(10038, "no content policy", MEDIUM)(_header("content-security-policy", "default-src"))
rule(10063, "no referrer policy", LOW)(_header("referrer-policy", "same-origin|no-referrer"))
rule(10055, "weak content policy", MEDIUM)(
    _absent(r"'unsafe-[\w-]+'|(?<![\w-])(?:\*|https?:)(?=[ ;]|$)", where="content-security-policy")
)
rule(10011, "cookie without Secure", LOW)(_cookie("secure"))
rule(10010, "cookie without HttpOnly", LOW)(_cookie("httponly"))
rule(10054, "cookie without SameSite", LOW)(_cookie("samesite"))
rule(10036, "server tells its version", LOW)(_absent(r".*\d+\.\d+.*", where="server"))
rule(10037, "framework tells its name", LOW)(_absent(r".+", where="x-powered-by"))
rule(10098, "other origins let in", MEDIUM)(_absent(r".+", where="access-control-allow-origin"))
rule(10105, "weak authentication", MEDIUM)(_absent(r"(?i)\b(?:basic|digest)\b", where="www-authenticate"))
rule(3, "session in the address", MEDIUM)(_absent(r"(?i)(?:sessionid|jsessionid|phpsessid|sid)=[\w-]{8,}", where="url"))
rule(10024, "secret or personal data in the address", MEDIUM)(
    _absent(r"(?i)(?:password|token|secret|key)=[^&]+|(?<!\d)1[3-9]\d{9}(?!\d)", where="url")
)
rule(90022, "fault told with its inside", MEDIUM)(
    _absent(
        r"Traceback \(most recent call last\)|(?:psycopg2|sqlite3)\.\w*Error|django\.core\.exceptions|SyntaxError at /"
        r"|You're seeing this error because you have|ORA-\d{5}|SQLSTATE|File \"/[\w/.-]+\.py\""
    )
)
rule(2, "inner address told", LOW)(
    _absent(
        r"(?<![\d.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.])"
    )
)
rule(10062, "personal number in full", HIGH)(
    _absent(r"(?<![\d*])(?:1[3-9]\d{9}|[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx])(?!\d)")
)
rule(10097, "hash of a password told", MEDIUM)(_absent(r"(?:argon2\$argon2id|pbkdf2_sha256\$\d+)\$[\w$+/=,]{20,}"))
rule(10027, "comment for developers", LOW)(
    _absent(r"(?i)<!--[^>]*\b(?:todo|fixme|xxx|hack|bug|password|debug)\b[^>]*-->")
)


@rule(10015, "private page may be cached", MEDIUM)
def cached(page: Page) -> Iterable[str]:
    """What a person who is signed in sees is kept nowhere."""
    if page.signed_in and "no-store" not in page.headers.get("cache-control", ""):
        yield page.headers.get("cache-control", "no cache-control")


@rule(10019, "type missing", LOW)
def untyped(page: Page) -> Iterable[str]:
    """What has a body has a type, and texts say their signs."""
    kind = page.headers.get("content-type", "")
    if page.body and (not kind or (kind.startswith("text/") and "charset" not in kind)):
        yield kind or "no type"


@rule(10017, "script, style, frame or picture of another host", MEDIUM)
def foreign_parts(page: Page) -> Iterable[str]:
    """A page takes nothing from elsewhere; so nothing is mixed, and no file needs a hash of its own (10040, 90003)."""
    for part in page.elements("script", "link", "iframe", "img", "source", "object", "embed"):
        address = part.get("src") or part.get("data") or (part.get("href") if part.tag == "link" else "") or ""
        if urlsplit(address).netloc not in OWN or address.startswith("http:"):
            yield address


@rule(10110, "script or handler within the page", MEDIUM)
def inline(page: Page) -> Iterable[str]:
    """Scripts stand in files; data blocks are no scripts."""
    for part in page.elements("script"):
        if not part.get("src") and part.get("type") not in ("application/json", "application/ld+json"):
            yield "script"
    if page.is_html:
        for part in html.fromstring(page.body).iter():
            yield from (name for name in part.attrib if isinstance(part.tag, str) and name.startswith("on"))


@rule(10202, "form without a token against forgery", MEDIUM)
def unguarded(page: Page) -> Iterable[str]:
    """Every form that is posted bears a token."""
    for form in page.elements("form"):
        if (form.get("method") or "get").lower() == "post" and not form.xpath(".//input[@name='csrfmiddlewaretoken']"):
            yield form.get("action") or page.url


@rule(10041, "form sent elsewhere or in the open", MEDIUM)
def sent_elsewhere(page: Page) -> Iterable[str]:
    """Forms stay in the house."""
    for form in page.elements("form"):
        address = urlsplit(form.get("action") or "")
        if address.netloc not in OWN or address.scheme == "http":
            yield address.geturl()


@rule(10108, "opened window that may steer this one", MEDIUM)
def steering(page: Page) -> Iterable[str]:
    """A link that opens a window elsewhere does not hand over this one."""
    for link in page.elements("a", "area"):
        held = set((link.get("rel") or "").split()) & {"noopener", "noreferrer"}
        if link.get("target") == "_blank" and urlsplit(link.get("href") or "").netloc not in OWN and not held:
            yield link.get("href") or ""


@rule(10028, "sent to another host", HIGH)
def sent_away(page: Page) -> Iterable[str]:
    """No answer leads out of the house by itself."""
    address = urlsplit(page.headers.get("location", ""))
    if address.netloc not in OWN or (address.scheme and address.scheme not in ("http", "https")):
        yield address.geturl()


@rule(10012, "password kept by the page", MEDIUM)
def readable_password(page: Page) -> Iterable[str]:
    """Passwords are typed masked and never shown again."""
    for box in page.elements("input"):
        name = (box.get("name") or "").lower()
        if box.get("type") == "password" and box.get("value"):
            yield f"{name} filled in"
        if "password" in name and box.get("type") not in ("password", "hidden"):
            yield f"{name} readable"
