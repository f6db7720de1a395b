"""The interface in the access matrix: each role calls with a token of its own, which holds every scope."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.tokens.actions import digest_of
from newmedia_portal.core.tokens.models import ApiToken, TokenUse
from newmedia_portal.core.tokens.scopes import Scope
from tests.world import NOON

STANDS_FOR: dict[str, dict[str, str]] = {
    "api:unit": {"pk": "unit"},
    "api:account": {"pk": "account"},
    "api:filing": {"pk": "filing"},
    "api:filing-answers": {"pk": "draft"},
    "api:filing-papers": {"pk": "draft"},
    "api:filing-submit": {"pk": "draft"},
    "api:item": {"pk": "item"},
    "api:edition": {"pk": "edition"},
    "tokens:revoke": {"pk": "api_token"},
}
SENT: dict[str, dict[str, Any]] = {"tokens:revoke": {"sure": "on"}}
# What would act, wherever it is sent, if the sender were allowed to.
CALLED_WITH: dict[str, dict[str, Any]] = {
    "api:filing-submit": {"version": 1},
    "api:items": {"items": []},
    "api:followers-report": {"items": []},
}


def called_with(name: str) -> tuple[str, str]:
    """Return the body of a call and its type: JSON, or a form with a file for papers."""
    if name != "api:filing-papers":
        return json.dumps(CALLED_WITH.get(name, {})), "application/json"
    said = {"paper": "示例", "file": SimpleUploadedFile("材料.pdf", b"%PDF-1.4")}
    return encode_multipart("matrix", said).decode(), "multipart/form-data; boundary=matrix"


def key_of(role: str) -> str:
    """Return the key of a role's token."""
    return f"nma_matrix_{role}"


def bearer(role: str, user: User | None) -> dict[str, str]:
    """Return the headers with which a role calls."""
    key = {"Idempotency-Key": "matrix-0001"}
    return key if user is None else {**key, "Authorization": f"Bearer {key_of(role)}"}


def furnish_once(stage: Any) -> None:
    """Make a token for everybody, also for those who could not make one themselves, and one for each writer."""
    for role, user in stage.users.items():
        if user is not None:
            _token(user, key_of(role))
    for place, writer in stage.objects["person"].items():
        stage.put("api_token", place, _token(writer, f"nma_matrix_{place}"))


def _token(user: User, key: str) -> ApiToken:
    until = timezone.localdate() + timedelta(days=30)
    token = ApiToken.objects.create(
        user=user, name="示例系统", prefix=key[:10], digest=digest_of(key), scopes=list(Scope.values), expires_on=until,
        made_by=user, made_at=NOON,
    )  # fmt: skip
    TokenUse.objects.create(token=token)
    return token
