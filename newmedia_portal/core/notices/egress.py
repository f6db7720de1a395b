"""The one way out to addresses that somebody typed in (出站请求): nothing inside is reached by them (SSRF).

The name is resolved once, every address it stands for is looked at, and the connection goes to the very address that
was looked at, so that a name cannot mean something else a moment later. Redirects are not followed. What lies inside
is reached only where the installation names it (MESSAGE_HOSTS, or what the Rules of a caller say): an intranet has its
receivers inside. A call ends at its deadline, however slowly the other side drips its answer.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from ..refusals import Refused

TIMEOUT = 8
MOST = 64 * 1024
PORTS = (443, 8443)
#: What Python calls global and is none of ours to call: IPv6 that carries IPv4 (compatible, NAT64, 6to4, Teredo), the
#: old site-local range, and the ranges kept for protocols.
KEPT_BACK = [
    ipaddress.ip_network(text)
    for text in (
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "fec0::/10", "192.0.0.0/24",
        "192.88.99.0/24",
    )
]  # fmt: skip

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Refused):
    """The address may not be called; the message says why and what to do."""


@dataclass(frozen=True)
class Rules:
    """What a caller's addresses may reach: `inside` names hosts, addresses and networks inside that are allowed.

    `only` closes everything else outside (names, or suffixes with a leading dot). With `by_address` http and other
    ports are allowed for whatever stands for allowed inner addresses only, whichever name it goes by.
    """

    inside: Sequence[str]
    only: Sequence[str] = ()
    setting: str = "MESSAGE_HOSTS"
    seconds: float = TIMEOUT
    most: int = MOST
    by_address: bool = False

    def named(self, host: str) -> bool:
        """Whether the installation names this host, or the network that the address lies in."""
        return any(entry == host or _in_network(host, entry) for entry in self.inside)

    def refuses(self, host: str) -> bool:
        """Whether the host is none of those that alone are allowed."""
        host = host.rstrip(".")
        return bool(self.only) and not any(
            host.endswith(entry) if entry.startswith(".") else host == entry for entry in self.only
        )


def rules_of_messages() -> Rules:
    """Return what messages may reach."""
    return Rules(settings.MESSAGE_HOSTS, seconds=TIMEOUT)


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes


def check(url: str, rules: Rules | None = None) -> SplitResult:
    """Return the parts of an address that may be called as far as its text tells; raises AddressRefused."""
    rules = rules or rules_of_messages()
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url) or "\\" in url:
        raise AddressRefused("地址中有空格、换行或其他控制字符，请重新复制。", field="address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("地址写法有误，请从接收端的设置页重新复制。", field="address") from error
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise AddressRefused("地址应以 https:// 开头。", field="address")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("地址中不能带用户名和密码。", field="address")
    if rules.refuses(parts.hostname):
        raise AddressRefused("这个主机不在允许的名单里，请系统运维人员核对设置。", field="address")
    if not rules.by_address and not rules.named(parts.hostname) and not _is_plain(parts.scheme, port):
        raise AddressRefused(_only_https(rules), field="address")
    return parts


def post(url: str, body: bytes, headers: dict[str, str], *, rules: Rules | None = None) -> Answer:
    """Send a body and return the answer, at most 64 KB of it, within eight seconds (or what the rules say).

    Raises AddressRefused before anything is connected, OSError or http.client.HTTPException where the other side is
    away, cut or too slow.
    """
    rules = rules or rules_of_messages()
    parts = check(url, rules)
    until = time.monotonic() + rules.seconds
    connection = _connect(parts, rules, until)
    try:
        with _deadline(connection, until):
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body=body, headers={"User-Agent": "portal", **headers})
            answer = connection.getresponse()
            return Answer(answer.status, _read(answer, connection, until, rules.most))
    finally:
        connection.close()


def look(url: str, rules: Rules | None = None) -> SplitResult:
    """Check an address with what its name stands for now, without connecting; raises AddressRefused or OSError."""
    rules = rules or rules_of_messages()
    parts = check(url, rules)
    addresses_of(str(parts.hostname), port_of(parts), rules, plain=_is_plain(parts.scheme, parts.port))
    return parts


def port_of(parts: SplitResult) -> int:
    """Return the port of an address."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def addresses_of(host: str, port: int, rules: Rules | None = None, *, plain: bool = True) -> list[str]:
    """Return what a name stands for, each of it allowed; raises AddressRefused where one is not.

    `plain` is https on a usual port: anything else reaches allowed inner addresses only.
    """
    rules = rules or rules_of_messages()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise AddressRefused("主机名写法有误，请重新复制。", field="address") from error
    texts = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for text in texts:
        named = rules.named(host) or rules.named(text)
        if not (_is_outside(ipaddress.ip_address(text)) or named):
            raise AddressRefused(
                f"这个地址在内网，不能外发。确需使用，请系统运维人员把它加入 {rules.setting}。", field="address"
            )
        if rules.by_address and not plain and not named:
            raise AddressRefused(_only_https(rules), field="address")
    return texts


def _connect(parts: SplitResult, rules: Rules, until: float) -> http.client.HTTPConnection:
    """Open the connection to an address that was looked at; certificate and Host stay those of the name."""
    host, port = str(parts.hostname), port_of(parts)
    last: OSError = OSError("名称没有对应的地址")
    for text in addresses_of(host, port, rules, plain=_is_plain(parts.scheme, parts.port)):
        try:
            raw = socket.create_connection((text, port), timeout=max(until - time.monotonic(), 0.05))
        except OSError as error:
            last = error
            continue
        connection = http.client.HTTPConnection(host, port, timeout=rules.seconds)
        try:
            secure = parts.scheme == "https"
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
        except OSError:
            raw.close()
            raise
        return connection
    raise last


@contextmanager
def _deadline(connection: http.client.HTTPConnection, until: float) -> Iterator[None]:
    """Cut the connection at its deadline: each byte of a dripping answer would start the waiting anew."""
    line: socket.socket = connection.sock
    cut = Timer(max(until - time.monotonic(), 0), _cut, [line])
    cut.daemon = True
    cut.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= until:
            raise TimeoutError("对方答复太慢") from error
        raise
    finally:
        cut.cancel()


def _cut(line: socket.socket) -> None:
    """Shut the line itself, below any encryption; one that is closed already is left alone."""
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return


def _read(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float, most: int) -> bytes:
    read = b""
    while len(read) < most:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("对方答复太慢")
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = answer.read1(most - len(read))
        if not part:
            break
        read += part
    return read


def _is_outside(address: Address) -> bool:
    """Whether an address lies on the public internet; one that carries another is judged by what it carries."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return _is_outside(address.ipv4_mapped)
    kept_back = any(address in network for network in KEPT_BACK)
    return address.is_global and not address.is_multicast and not kept_back


def _in_network(host: str, entry: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry)
    except ValueError:
        return False


def _is_plain(scheme: str, port: int | None) -> bool:
    return scheme == "https" and (port or 443) in PORTS


def _only_https(rules: Rules) -> str:
    return f"只能用 https，端口只能是 443 或 8443。内网地址请系统运维人员加入 {rules.setting}。"
