"""The decision panel (办理栏): one form for each thing that this reader may do with a post now."""

from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.workflow import chain

from ..actions.grading import may_lower
from ..casework.standing import Stand, Standing
from ..checklists import lists_at
from ..content import edition_of
from ..forms.deciding import AgreeForm, GradeForm, RejectForm, ReturnForm, SendBackForm, TransferForm
from ..models import Post
from ..plan import asked_of

#: What each sheet of the panel is called, in the order in which they stand.
SHEETS: dict[str, type[PortalForm]] = {
    "agree": AgreeForm,
    "return": ReturnForm,
    "send_back": SendBackForm,
    "reject": RejectForm,
    "transfer": TransferForm,
    "grade": GradeForm,
}


def panel_of(
    post: Post, standing: Standing | None, stand: Stand, user: User | Any, *, bound: dict[str, Any] | None = None
) -> dict[str, PortalForm]:
    """Return the forms by sheet; `bound` holds what was sent to one of them."""
    if standing is None:
        return {}
    forms = {}
    for sheet in SHEETS:
        data = (bound or {}).get(sheet)
        form = form_for(sheet, post, standing, stand, user, data=data)
        if form is not None:
            forms[sheet] = form
    return forms


def form_for(
    sheet: str, post: Post, standing: Standing, stand: Stand, user: User | Any, *, data: Any = None
) -> PortalForm | None:
    """Return the form of one sheet; None where the reader may not do that, or where there is nothing to choose."""
    extra = _extra(sheet, post, standing, stand, user)
    if extra is None:
        return None
    initial: dict[str, Any] = {} if sheet == "grade" else {"step": standing.step.pk}
    return SHEETS[sheet](data, auto_id=f"{sheet}_%s", initial=initial, **extra)


def _extra(sheet: str, post: Post, standing: Standing, stand: Stand, user: User | Any) -> dict[str, Any] | None:
    edition, step = edition_of(post), standing.step
    if sheet == "grade":
        author = user.pk in {*standing.run.barred, standing.run.started_by_id}
        lowers = not author and edition.review_procedure is not None and may_lower(post, user)
        extra = {"post": post, "raises": stand.decides, "lowers": lowers}
        return extra if GradeForm(**extra).fields["importance"].choices else None  # type: ignore[attr-defined]
    if not stand.decides:
        return None
    if sheet == "agree":
        return {"lists": lists_at(edition, step.code)}
    if sheet == "return":
        rules = edition.review_procedure
        return {"reasons": rules.return_reasons if rules else ()}
    if sheet == "send_back":
        passed = chain.passed_steps(standing.run, step, asked_of(post))
        return {"passed": passed} if passed else None
    if sheet == "transfer":
        others = chain.candidates(step).exclude(pk__in=[user.pk, *standing.run.barred]).order_by("full_name", "pk")
        return {"others": others} if others.exists() else None
    return {}
