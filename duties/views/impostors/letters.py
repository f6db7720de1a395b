"""Letters of a case (致平台函): written, printed, sent, answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import kind_asked, respond

from ...actions import impostors as actions
from ...forms.impostors import LetterForm, OutcomeForm, SentForm
from ...impostors.paper import letter_paper
from ...models import ImpostorCase, ImpostorLetter
from ..duty import VIEW, find, pairs_of
from .detail import HANDLE, ROWS
from .steps import METHODS, step_page

DEMAND = "请贵平台依照法律法规和平台规则核查,立即关停该账号或去除其冒用的名称、头像和标志,并防止再次冒用。"


@guard(VIEW)
@require_http_methods(METHODS)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the letter, or write anew the one that has not been sent."""
    case = find(ROWS, request, pk, need=HANDLE)
    draft = case.letters.filter(sent_at__isnull=True).first()
    names = ("number", "to", "signer", "dated", "demand")
    fresh = {"to": f"{case.platform}运营方", "signer": case.unit.name, "demand": DEMAND, "dated": timezone.localdate()}
    initial = {name: getattr(draft, name) for name in names} if draft else fresh
    form = LetterForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.write_letter(case, form.draft, by=request.user, at=timezone.now())

    note = "账号、链接、核实情况和在册账号由系统写入函中,不用重复填写。"
    word = "函已拟好,可以打印或下载。"
    return step_page(request, case, form, act, title="拟致平台函", button="保存", word=word, note=note)


@guard(VIEW)
@require_http_methods(METHODS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Record when and how the letter went out."""
    letter, case, now = *_letter(request, pk), timezone.now()
    form = SentForm(request.POST or None, now=now)

    def act() -> None:
        data = form.cleaned_data
        actions.send_letter(letter, sent_at=data["sent_at"], channel=data["channel"], by=request.user, at=now)

    return step_page(request, case, form, act, title="登记发函", button="登记发函", word="已登记发函。")


@guard(VIEW)
@require_http_methods(METHODS)
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the platform did."""
    letter, case, now = *_letter(request, pk), timezone.now()
    form = OutcomeForm(request.POST or None, now=now)

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.answer_letter(letter, **data, by=request.user, at=now)

    note = "平台不予处置或没有答复的,登记后可以再次致函。"
    return step_page(
        request, case, form, act, title="登记平台处理结果", button="登记", word="已登记处理结果。", note=note
    )


@guard(VIEW)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to print: the page, PDF or Word file."""
    letter, case = _letter(request, pk, need="")
    kind, now = kind_asked(request), timezone.now()
    if kind != "html":
        record(
            "impostor.letter_taken", by=request.user, at=now, obj=case, after={"kind": kind, "number": letter.number}
        )
    home = reverse("duties:impostor", args=[case.pk])
    times = case.letters.filter(pk__lte=letter.pk).count()
    context = {"pairs": pairs_of("假冒账号", reverse("duties:impostors"), case.name, home, "致平台函")}
    return respond(
        letter_paper(letter, case, times=times), request, kind, at=now, name=f"致平台函-{case.number}-{times}",
        template="duties/paper.html", context=context,
    )  # fmt: skip


def _letter(request: HttpRequest, pk: int, *, need: str = HANDLE) -> tuple[ImpostorLetter, ImpostorCase]:
    letter = get_object_or_404(ImpostorLetter.objects.all(), pk=pk)
    return letter, find(ROWS, request, letter.case_id, need=need)
