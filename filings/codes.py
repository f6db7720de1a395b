"""The square code on a paper (二维码): before the decision it opens the case, afterwards it proves the certificate."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from newmedia_portal.core.ui.texts import moment_text

from .models import Certificate, Filing


@dataclass(frozen=True)
class Code:
    """What the code says, what stands beside it (in brief where there is little room), and what it is in words."""

    text: str = ""
    lines: tuple[str, ...] = ()
    label: str = ""
    brief: tuple[str, ...] = ()


def code_of(filing: Filing, request: HttpRequest) -> Code:
    """Return the code for a filing's papers; a draft has none, and a certificate only where anybody may check it."""
    certificate: Certificate | None = getattr(filing, "certificate", None)
    if certificate is not None:
        return certificate_code(certificate, request)
    if not filing.number:
        return Code()
    place = request.build_absolute_uri(reverse("filings:detail", args=[filing.pk]))
    lines = (f"受理编号 {filing.number}", "扫码登录后打开本案；签字盖章后的扫描件上传到同一编号。")
    return Code(place, lines, "受理二维码")


def certificate_code(certificate: Certificate, request: HttpRequest) -> Code:
    """Return the code that leads to the public check of a certificate (核验)."""
    lines = (
        f"备案编号 {certificate.number}",
        f"核验码 {certificate.check_code}",
        f"发证时间 {moment_text(certificate.issued_at)}",
    )
    if not settings.PUBLIC_VERIFY:
        return Code("", lines, "核验二维码", lines[:2])
    asked = urlencode({"no": certificate.number, "code": certificate.check_code})
    return Code(request.build_absolute_uri(f"{reverse('verify')}?{asked}"), lines, "核验二维码", lines[:2])
