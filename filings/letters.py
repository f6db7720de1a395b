"""Official letters of the authority about a filing (通知书): returned, refused, asked for; set by GB/T 9704.

A letter is made of what is on record and of nothing else, so that it reads the same whenever it is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.paper import Items, Layout, Paper, Paragraphs
from newmedia_portal.core.paper.model import Part
from newmedia_portal.core.paper.texts import day_text
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow.models import Decision
from newmedia_portal.core.workflow.states import Side, Verb
from newmedia_portal.regimes.schema import Edition

from .compare import text_of
from .content import kind_of
from .deadlines.open import RESUBMIT
from .models import Filing, Obligation
from .plan import authority_of
from .states import ObligationState

TITLES = {Verb.RETURN: "退回补正通知书", Verb.REJECT: "不予备案通知书"}
MARKS = {Verb.RETURN: "退", Verb.REJECT: "不予"}
ASKED = "催报通知书"
#: Words of an edition that name no article of its regulation.
UNCITED = ("条文未", "推荐")


def letters_of(filing: Filing) -> list[Decision]:
    """Return the decisions of the authority that a letter tells: every return, and the refusal; oldest first."""
    made = Decision.objects.filter(
        run__object_type=filing._meta.label_lower,
        run__object_id=filing.pk,
        verb__in=list(TITLES),
        step__side=Side.AUTHORITY,
    )
    return list(made.select_related("step__unit", "by").order_by("at", "pk"))


def decision_letter(filing: Filing, decision: Decision) -> Paper:
    """Return the letter that tells a unit why its filing came back or was refused, and what to do until when."""
    verb = Verb(decision.verb)
    parts: list[Part] = [_received(filing, decision, verb), Items(_reasons(decision), ordered=True)]
    parts += _to_do(filing, decision) if verb == Verb.RETURN else _refused(filing)
    before = [one.pk for one in letters_of(filing) if one.verb == decision.verb]
    number = f"{filing.number}-{MARKS[verb]}{before.index(decision.pk) + 1}"
    signer = decision.step.unit if decision.step else authority_of(filing.unit)
    return _letter(TITLES[verb], parts, filing.unit, number, signer, localdate(decision.at), filing.edition.edition)


def asking_letter(obligation: Obligation, *, on: date) -> Paper:
    """Return the letter that asks a unit for what it owes; `on` is the day of the letter."""
    due, edition = obligation.due_on, obligation.edition.edition
    article = _cited(edition, obligation.article)
    # The period for correction is the desk's own: going past it is no overdue filing (reading A44).
    term, past = ("补正期限", "已超过补正期限") if obligation.kind == RESUBMIT else ("法定期限", "已逾期")
    owed = f"经查，你单位应当办理“{obligation.label}”"
    if due is not None:
        mark = "（暂定）" if obligation.provisional else ""
        owed += f"，{term}为{day_text(due)}{mark}（{article}自{day_text(obligation.anchor_on)}起算）"
    late = working_days.current().workdays_between(due, on) if due is not None and due < on else 0
    parts = [
        f"{owed}。截至本通知发出之日，尚未收到你单位提交的材料" + (f"，{past}{late}个工作日。" if late else "。"),
        "请收到本通知后尽快登录平台提交。因故不能按时办理的，请书面说明情况。",
    ]
    number = f"{edition.number_prefix}-{localdate(obligation.created_at).year}-催{obligation.pk}"
    return _letter(ASKED, parts, obligation.unit, number, authority_of(obligation.unit), on, edition)


def _letter(
    title: str, parts: Sequence[Part], unit: Unit, number: str, signer: Unit | None, on: date, edition: Edition
) -> Paper:
    phone = edition.authority.contact or (signer.contact_phone if signer else "")
    body = (*parts, f"联系电话：{phone}。" if phone else "特此通知。")
    letter = Paragraphs(body, to=f"{unit.name}：", signer=signer.name if signer else edition.authority.title, on=on)
    return Paper(title, (letter,), number=f"编号 {number}", layout=Layout.LETTER)


def _received(filing: Filing, decision: Decision, verb: Verb) -> str:
    platform = text_of("platform", filing.data.get("platform") or filing.before.get("platform"))
    handed = filing.submissions.filter(at__lte=decision.at).order_by("-number").first()
    when = f"于{day_text(localdate(handed.at))}" if handed else ""
    about = f"“{filing.title}”" + (f"（{platform}）" if platform else "")
    cited = _cited(filing.edition.edition, decision.article or (decision.step.article if decision.step else ""))
    verdict = "需要补正，现予退回。请办理以下事项：" if verb == Verb.RETURN else "不予备案。理由如下："
    name = kind_of(filing).name
    return f"你单位{when}提交的{about}{name}材料（受理编号 {filing.number}）收悉。{cited}经审核，{verdict}"


def _reasons(decision: Decision) -> tuple[str, ...]:
    said = [*map(str, decision.reasons), *decision.opinion.splitlines()]
    return tuple(dict.fromkeys(text.strip() for text in said if text.strip()))


def _to_do(filing: Filing, decision: Decision) -> list[str]:
    owed: Any = filing.obligations.filter(kind=RESUBMIT, anchor_on=localdate(decision.at)).first()
    until = f"于{day_text(owed.due_on)}前" if owed and owed.due_on else ""
    return [f"请{until}补正后在平台重新提交，仍用原受理编号。首次提交时间不变。"]


def _refused(filing: Filing) -> list[str]:
    opened = "不予备案的账号不得开通；" if kind_of(filing).mode == "approve_before" else ""
    return [f"{opened}情况改变后，可以重新申请备案。"]


def _cited(edition: Edition, article: str) -> str:
    """Return 依据《…》第…条， where the article is one; a habit of the desk is not cited as a rule."""
    if not article or article.startswith(UNCITED):
        return ""
    return f"依据《{edition.title}》{named_article(article)}，"


def named_article(article: str) -> str:
    """Return an article as a letter names it: 第…条 stays, 3.1.2 becomes 第3.1.2条."""
    return article if not article[:1].isdigit() else f"第{article}条"


@dataclass(frozen=True)
class Printed:
    """A paper that a person may print from the case page."""

    label: str
    url: str
    testid: str


def printed_of(filing: Filing, user: Any) -> list[Printed]:
    """Return the certificate and the letters of a filing, and for the authority the letters it may send."""
    found = []
    if getattr(filing, "certificate", None) is not None:
        found.append(Printed("备案凭证", reverse("filings:certificate", args=[filing.pk]), "certificate"))
    for one in letters_of(filing):
        label = f"{TITLES[Verb(one.verb)]}（{localdate(one.at)}）"
        found.append(Printed(label, reverse("filings:letter", args=[filing.pk, one.pk]), "letter"))
    for owed in filing.obligations.filter(state=ObligationState.OPEN).select_related("unit"):
        if user.has_perm("filings.remind_unit", owed):
            found.append(Printed(ASKED, reverse("filings:asking-letter", args=[owed.pk]), "asking-letter"))
    return found
