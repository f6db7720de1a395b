"""Filings (备案): list, detail with timeline and due date, and writing through the same actions as the pages."""

import hashlib
from typing import Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Header, Path, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from accounts.models import MediaAccount
from filings import actions
from filings.models import Filing
from filings.views.common import find
from filings.views.lists import FilingFilters
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.tokens.scopes import Scope

from .calls import Bearer, Call, write
from .filing_answers import Person, read_answers, read_people
from .filing_shape import FilingDetail, FilingOut, rows_of, show, show_all
from .lists import Choosing, Paging, filtered, one, page
from .problems import REFUSALS
from .units import BIGGEST

router = Router()
reads = Bearer(Scope.READ_FILINGS, "filings.list_filings")
writes = Bearer(Scope.WRITE_FILINGS, "filings.start_filing")
CODES = Field([], max_length=20)
DONE: dict[int, Any] = {200: FilingOut, **REFUSALS}


class FilingPage(Schema):
    """A page of filings."""

    items: list[FilingOut]
    next: str | None = None


class FilingQuery(Paging):
    """The filters of the page 备案."""

    q: str = Field("", max_length=100, description="账号名称、受理编号或单位中的字")
    mine: Literal["todo", "done", "sent", "copies"] | None = Field(None, description="与使用人有关的")
    kind: list[str] = CODES
    state: list[str] = CODES
    late: bool | None = Field(None, description="是否逾期提交")


class StartIn(Schema):
    """What a new draft is for."""

    unit: int = Field(ge=1, le=BIGGEST, description="填报单位编号")
    kind: Literal["open", "change", "merge", "close", "legacy"] = Field(description="事项")
    variant: str = Field("standard", max_length=30, description="情形，见制度版本的内容")
    account: int | None = Field(None, ge=1, le=BIGGEST, description="变更、整合、注销的账号编号")


class FillIn(Schema):
    """Answers by code of the question; those left out stay as they are."""

    version: int = Field(ge=0, le=2**31 - 1, description="读取时的 version")
    answers: dict[str, Any] = Field({}, description="问题代码和答案，代码见制度版本的内容")
    team: list[Person] | None = Field(None, max_length=40, description="管理队伍；不写则不变")


class SubmitIn(Schema):
    """The content that is handed in."""

    version: int = Field(ge=0, le=2**31 - 1, description="读取时的 version")


@router.get(
    "/filings/", auth=reads, response={200: FilingPage, **REFUSALS}, exclude_unset=True, url_name="filings",
    summary="备案列表",
)  # fmt: skip
def filings(request: Call, query: Query[FilingQuery]) -> Any:
    """列出使用人能看到的备案，新的在前。"""
    said = query.model_dump(include={"q", "mine", "kind", "state", "late"})
    return page(filtered(request, FilingFilters, rows_of(request), said), query, FilingOut, show)


@router.get(
    "/filings/{int:pk}/", auth=reads, response={200: FilingDetail, **REFUSALS}, exclude_unset=True,
    url_name="filing", summary="单件备案",
)  # fmt: skip
def filing(request: Call, pk: Path[int], query: Query[Choosing]) -> Any:
    """读取一件备案：填报内容、材料、法定期限及依据、当前在谁处、经过、提交前还缺什么。"""
    return one(find(request, pk), query, FilingDetail, lambda found: show_all(found, timezone.now()))


@router.post(
    "/filings/", auth=writes, response={**DONE, 201: FilingOut}, exclude_unset=True, url_name="filing-start",
    summary="起草备案",
)  # fmt: skip
def start(
    request: Call, response: HttpResponse, body: StartIn, key: str = Header("", alias="Idempotency-Key", max_length=80)
) -> Any:
    """为使用人填报的单位起草一件备案，已知的内容预先填好。"""

    units = Unit.objects.visible_to(request.user).select_related("root", "parent")
    unit = units.filter(pk=body.unit).first()
    account = _account(request, body.account)
    if unit is None:
        raise Http404

    def act() -> tuple[int, Any]:
        made = actions.start(
            unit, kind=body.kind, variant=body.variant, account=account, by=request.user, at=timezone.now()
        )
        return 201, show(made)

    return write(request, key, body.model_dump(), act, response)


@router.patch(
    "/filings/{int:pk}/answers/", auth=writes, response=DONE, exclude_unset=True, url_name="filing-answers",
    summary="填写备案",
)  # fmt: skip
def fill(
    request: Call, response: HttpResponse, pk: Path[int], body: FillIn,
    key: str = Header("", alias="Idempotency-Key", max_length=80),
) -> Any:  # fmt: skip
    """保存草稿的部分或全部内容；version 与现状不符的不保存（409）。"""

    found = _own(request, pk)

    def act() -> tuple[int, Any]:
        answers = read_answers(found, body.answers)
        team = read_people(found, body.team) if body.team is not None else None
        saved = actions.save_task(
            found, answers=answers, team=team, version=body.version, by=request.user, at=timezone.now()
        )
        return 200, show(saved)

    return write(request, key, body.model_dump(), act, response)


@router.post(
    "/filings/{int:pk}/papers/", auth=writes, response={201: FilingOut, **REFUSALS}, exclude_unset=True,
    url_name="filing-papers", summary="上传材料",
)  # fmt: skip
def add_paper(
    request: Call, response: HttpResponse, pk: Path[int],
    paper: str = Form(max_length=30, description="材料代码，见制度版本的内容"), file: UploadedFile = File(),  # noqa: B008
    key: str = Header("", alias="Idempotency-Key", max_length=80),
) -> Any:  # fmt: skip
    """上传一份材料；格式、大小和病毒检查与网页相同。"""

    found = _own(request, pk)

    def act() -> tuple[int, Any]:
        actions.add_paper(found, paper=paper, upload=file, by=request.user, at=timezone.now())
        return 201, show(found)

    said = [paper, str(file.name), _sha256(file)]
    return write(request, key, said, act, response)


@router.post(
    "/filings/{int:pk}/submit/", auth=writes, response=DONE, exclude_unset=True, url_name="filing-submit",
    summary="提交备案",
)  # fmt: skip
def submit(
    request: Call, response: HttpResponse, pk: Path[int], body: SubmitIn,
    key: str = Header("", alias="Idempotency-Key", max_length=80),
) -> Any:  # fmt: skip
    """提交一件填写完整的备案；缺什么在 errors 里逐项说明（422）。"""

    found = _own(request, pk)

    def act() -> tuple[int, Any]:
        sent = actions.submit(found, version=body.version, by=request.user, at=timezone.now())
        return 200, show(sent)

    return write(request, key, body.model_dump(), act, response)


def _account(request: Call, pk: int | None) -> MediaAccount | None:
    """Return an account that the owner sees; None where none is meant. Raises Http404 for a hidden one."""
    if pk is None:
        return None
    return get_object_or_404(MediaAccount.objects.visible_to(request.user).select_related("platform", "unit"), pk=pk)


def _own(request: Call, pk: int) -> Filing:
    """Return a filing that the owner writes; a hidden one is not found, another's is refused."""
    found = find(request, pk)
    if not request.user.has_perm("filings.edit_filing", found):
        raise Forbidden("只有本单位经办人可以填报和提交。")
    return found


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
