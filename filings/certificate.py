"""The certificate of an approved filing (备案凭证) as a paper: what was filed, by whom, under which number."""

from django.utils.timezone import localdate

from newmedia_portal.core.paper import Grid, Note, Opinion, Paper, SignatureBox
from newmedia_portal.core.paper.texts import day_text

from .codes import Code
from .compare import text_of
from .content import kind_of
from .letters import named_article
from .models import Certificate, Filing
from .plan import authority_of
from .sheet import labelled


def certificate_paper(certificate: Certificate, *, code: Code) -> Paper:
    """Return the certificate as it was issued; whether it still holds is told by its check, not by the paper."""
    filing = certificate.filing
    edition, kind = filing.edition.edition, kind_of(filing)
    authority = authority_of(filing.unit)
    named = authority.name if authority else edition.authority.title
    issued = localdate(certificate.issued_at)
    facts = (
        ("备案编号", certificate.number),
        ("受理编号", filing.number),
        ("账号名称", filing.title),
        ("平台", _answer(filing, "platform") or certificate.account.platform.name),
        ("账号ID", _answer(filing, "platform_id") or certificate.account.handle),
        ("主办单位", filing.unit.name),
        ("备案事项", kind.name),
        ("备案日期", day_text(issued)),
        ("备案依据", f"《{edition.title}》{named_article(kind.article)}"),
        ("备案机关", named),
        ("核验码", certificate.check_code),
    )
    seal = SignatureBox("备案机关", Opinion("准予备案，特发此证。", "", "", "加盖备案机关公章", issued))
    notes = (
        "本凭证只证明该账号已经备案。账号名称、管理人员等变更后，以最近一次备案为准。",
        "账号关闭后本凭证失效。凭证是否有效，以核验结果为准。",
    )
    return Paper(
        "新媒体账号备案凭证",
        (Grid(tuple(labelled(label, text) for label, text in facts)), seal, Note(notes)),
        number=f"备案编号 {certificate.number}",
        qr_text=code.text,
        qr_lines=code.lines,
        qr_label=code.label,
    )


def _answer(filing: Filing, code: str) -> str:
    held = filing.data if code in filing.data else filing.before
    return text_of(code, held.get(code))
