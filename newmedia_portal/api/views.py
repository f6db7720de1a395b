"""The description of the interface: for programs as OpenAPI, for people as a page of the portal's own."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.tokens.scopes import Scope

from .problems import TITLES
from .service import description


@guard(PUBLIC)
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI description; it holds no data of the portal."""
    _refuse_when_off()
    text = json.dumps(description(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "no-store"})


@guard(PUBLIC)
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """List the operations with their parameters, and the refusals with their remedies."""
    _refuse_when_off()
    found = description()
    context = {
        "title": "接口说明",
        "about": found["info"]["description"].splitlines(),
        "groups": _groups(found),
        "problems": [(code, status, title, remedy) for status, (code, title, remedy) in TITLES.items()],
        "scopes": Scope.choices,
        "per_minute": settings.API_CALLS_PER_MINUTE,
    }
    return render(request, "api/docs.html", context)


def _refuse_when_off() -> None:
    if not settings.API_ENABLED:
        raise Http404


def _groups(found: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    schemas = found["components"]["schemas"]
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            body: dict[str, Any] = next((one["schema"] for one in content.values()), {})
            shape = schemas.get(body.get("$ref", "").rpartition("/")[2], body)
            row = {
                "id": operation["operationId"], "method": method.upper(), "path": path,
                "summary": operation["summary"], "text": operation.get("description", ""),
                "parameters": [_parameter(one) for one in operation.get("parameters", [])],
                "body": [_field(name, one, shape) for name, one in shape.get("properties", {}).items()],
            }  # fmt: skip
            groups.setdefault(operation.get("tags", ["其他"])[0], []).append(row)
    return list(groups.items())


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    place = {"path": "地址", "query": "参数", "header": "请求头"}.get(said["in"], said["in"])
    text = said.get("description") or said["schema"].get("description", "")
    return {"name": said["name"], "place": place, "asked": said.get("required", False), "text": text}


def _field(name: str, said: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    asked = name in shape.get("required", [])
    return {"name": name, "place": "内容", "asked": asked, "text": said.get("description", "")}
