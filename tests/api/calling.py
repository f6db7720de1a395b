"""Calling the interface as a program would: a token in the header, JSON in and out, nothing of a session."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.tokens.actions import make_token
from newmedia_portal.core.tokens.models import ApiToken
from newmedia_portal.core.tokens.scopes import Scope

BASE = "/api/v1/"
_keys = itertools.count(1)


@dataclass
class Program:
    """A program with its token."""

    token: ApiToken
    key: str
    address: str = "127.0.0.1"

    def get(self, path: str, **params: Any) -> Any:
        """Read."""
        return Client().get(f"{BASE}{path}", params, REMOTE_ADDR=self.address, HTTP_AUTHORIZATION=f"Bearer {self.key}")

    def send(self, path: str, body: Any, *, method: str = "post", key: str = "", **more: Any) -> Any:
        """Write, under a key of its own unless one is given."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": key or f"test-key-{next(_keys):06d}"}
        call = getattr(Client(), method)
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return call(
            f"{BASE}{path}", text, content_type="application/json", headers=headers, REMOTE_ADDR=self.address, **more
        )


def program(
    user: User, *, scopes: Sequence[str] = tuple(Scope.values), networks: Sequence[str] = (), days: int = 30
) -> Program:
    """Make a token for a person and return the program that holds it."""
    now = timezone.now()
    token, key = make_token(
        user, name="示例系统", scopes=scopes, networks=networks,
        expires_on=timezone.localdate(now) + timedelta(days=days), by=user, at=now,
    )  # fmt: skip
    return Program(token, key)


def refused(response: Any, status: int) -> dict[str, Any]:
    """Return the problem that an answer tells; it has to be one, in Chinese, with a remedy."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    told = response.json()
    assert told["status"] == status
    assert told["remedy"].endswith(("。", "”。"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["detail"])
    return told
