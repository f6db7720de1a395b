"""What each kind of receiver is sent and how it is signed (群机器人与签名回调).

企业微信 knows no signature: its address is the secret. 钉钉 signs in the address, 飞书 in the body. The generic
receiver gets the event as JSON, with time, identity and an HMAC over both and the body in the headers.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from .egress import Answer
from .states import Via

JSON = {"Content-Type": "application/json; charset=utf-8"}
#: What a receiver says when it is asked too often: worth another try.
BUSY = (408, 425, 429)


@dataclass(frozen=True)
class Message:
    """What goes out: identity, kind, words, and the page it is about."""

    identity: str
    category: str
    title: str
    body: str
    url: str

    @property
    def text(self) -> str:
        """The words for a group."""
        return "\n".join(part for part in (self.title, self.body, self.url) if part)


@dataclass(frozen=True)
class Call:
    """One request as it goes out."""

    url: str
    body: bytes
    headers: dict[str, str]


class Undelivered(Exception):
    """The other side did not take the message; `final` where trying again is of no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def call_for(via: str, url: str, secret: str, message: Message, *, at: datetime) -> Call:
    """Return the request for a receiver."""
    if via == Via.WECOM:
        return Call(url, _json({"msgtype": "text", "text": {"content": message.text}}), JSON)
    if via == Via.DINGTALK:
        plain = {"msgtype": "text", "text": {"content": message.text}}
        return Call(_signed_address(url, secret, at), _json(plain), JSON)
    if via == Via.FEISHU:
        told: dict[str, Any] = {"msg_type": "text", "content": {"text": message.text}}
        return Call(url, _json({**_signed_fields(secret, at), **told}), JSON)
    event = {"id": message.identity, "type": message.category, "title": message.title, "body": message.body,
             "url": message.url, "sent_at": at.isoformat()}  # fmt: skip
    return _signed_event(url, secret, _json(event), message.identity, at)


def judge(via: str, answer: Answer) -> str:
    """Return what the other side said; raises Undelivered unless it took the message."""
    said = answer.body[:200].decode("utf-8", "replace").replace("\n", " ")
    if not 200 <= answer.status < 300:
        final = 300 <= answer.status < 500 and answer.status not in BUSY
        raise Undelivered(f"HTTP {answer.status} {said}".strip(), final=final)
    if via == Via.WEBHOOK:
        return f"HTTP {answer.status}"
    try:
        found = json.loads(answer.body)
        code = found.get("errcode", found.get("code", found.get("StatusCode")))
    except (ValueError, AttributeError):
        raise Undelivered(f"答复不是机器人的格式：{said}") from None
    if code != 0:
        raise Undelivered(f"机器人答复 {code}：{found.get('errmsg') or found.get('msg') or ''}")
    return "机器人已收下"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _mac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _signed_address(url: str, secret: str, at: datetime) -> str:
    if not secret:
        return url
    moment = int(at.timestamp() * 1000)
    return f"{url}&timestamp={moment}&sign={quote_plus(_mac(secret, f'{moment}' + chr(10) + secret))}"


def _signed_fields(secret: str, at: datetime) -> dict[str, str]:
    if not secret:
        return {}
    moment = str(int(at.timestamp()))
    return {"timestamp": moment, "sign": _mac(f"{moment}\n{secret}", "")}


def _signed_event(url: str, secret: str, body: bytes, identity: str, at: datetime) -> Call:
    moment = str(int(at.timestamp()))
    signed = f"{moment}.{identity}.".encode() + body
    mac = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    headers = {"X-Portal-Timestamp": moment, "X-Portal-Delivery": identity, "X-Portal-Signature": f"v1={mac}"}
    return Call(url, body, {**JSON, **headers})
