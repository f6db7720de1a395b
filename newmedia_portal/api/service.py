"""The interface with all its operations (接口)."""

import re
from functools import cache
from typing import Any

from ninja import NinjaAPI

from . import problems
from .calls import CleanParser, Renderer
from .problems import MEDIA_TYPE

BASE = "/api/v1/"
ABOUT = """新媒体账号备案平台的接口。以“Authorization: Bearer 令牌”调用，能读写的范围与使用人本人在网页上的相同。
列表按游标翻页：把答复里的 next 作为 cursor 再次请求，直到 next 为空。写操作须带 Idempotency-Key。
错误按 RFC 9457 答复，detail 是原因，remedy 是办法。"""

api = NinjaAPI(
    title="新媒体账号备案平台接口", version="1.0.0", description=ABOUT, openapi_url=None, docs_url=None,
    urls_namespace="api", parser=CleanParser(), renderer=Renderer(),
)  # fmt: skip
problems.install(api)


def _mount() -> None:
    from . import accounts, filings, metrics, rules, units

    api.add_router("", rules.router, tags=["通用"])
    api.add_router("", units.router, tags=["单位"])
    api.add_router("", accounts.router, tags=["账号台账"])
    api.add_router("", filings.router, tags=["备案"])
    api.add_router("", metrics.router, tags=["发布数据"])


_mount()


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description; refusals are described as the problems they are."""
    found = dict(api.get_openapi_schema(path_prefix=BASE))
    for path in found["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
                    answer["description"] = problems.TITLES[int(status)][1]
                elif int(status) < 400:
                    answer["description"] = "成功"
            operation["summary"] = operation.get("summary", "")
            operation["operationId"] = re.sub(r"^newmedia_portal_api_", "", operation["operationId"])
    return found
