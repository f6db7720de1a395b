"""System checks of single sign-on: what must not be set that way in a real installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def single_sign_on_is_closed(**_: Any) -> list[CheckMessage]:
    """Refuse a provider that is asked in the open: tokens, tickets and passwords could be read and forged."""
    found: list[CheckMessage] = []
    if settings.SSO_OIDC_ISSUER and not settings.SSO_OIDC_ISSUER.startswith("https://"):
        found.append(Error("SSO_OIDC_ISSUER 不是 https。", hint="改用认证平台的 https 地址。", id="core.E089"))
    if settings.SSO_CAS_URL and not settings.SSO_CAS_URL.startswith("https://"):
        found.append(Error("SSO_CAS_URL 不是 https。", hint="改用 CAS 的 https 地址。", id="core.E090"))
    if settings.SSO_LDAP_URL.startswith("ldap://") and not settings.SSO_LDAP_START_TLS:
        hint = "改用 ldaps://，或设置 SSO_LDAP_START_TLS=1。"
        found.append(Error("LDAP 没有加密，密码会明文传送。", hint=hint, id="core.E091"))
    return found


@register(Tags.security, deploy=True)
def single_sign_on_knows_the_portal(**_: Any) -> list[CheckMessage]:
    """Refuse OIDC and CAS without the portal's own closed address, which their servers send people back to."""
    if not (settings.SSO_OIDC_ISSUER or settings.SSO_CAS_URL) or settings.PORTAL_URL.startswith("https://"):
        return []
    hint = "例如 PORTAL_URL=https://portal.example.gov.cn，与认证平台登记的回调地址一致。"
    return [Error("使用 OIDC 或 CAS 须把 PORTAL_URL 设为 https 地址。", hint=hint, id="core.E092")]
