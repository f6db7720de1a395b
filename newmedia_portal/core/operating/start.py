"""Refusing an unsafe start (启动自检): the portal and the worker look at the settings before they serve."""

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured


class UnsafeStart(ImproperlyConfigured):
    """Something is set in a way that must not serve; the message names each fault and its remedy."""


def refuse_unsafe() -> None:
    """Raise UnsafeStart where STRICT_START is on and a check of safety fails; asks no database, so it may be away."""
    if not settings.STRICT_START:
        return
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    faults = [f"{fault.id} {fault.msg} {fault.hint or ''}".strip() for fault in found if fault.level >= ERROR]
    if faults:
        raise UnsafeStart("拒绝启动：" + "；".join(faults))
