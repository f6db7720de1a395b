"""Reports of unexpected errors (错误上报): to a hook of the house and by mail, cleaned, each fault once in ten minutes.

ERROR_HOOK names a callable `hook(report: dict[str, Any]) -> None`; ADMINS get a mail where EMAIL_URL is set. Both run
beside the request, so that a slow receiver holds up nobody; what they raise is logged and not reported again.
"""

import hashlib
import json
import logging
import threading
import time
import traceback
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_admins
from django.utils.module_loading import import_string

from .logs import clean, message_of, one_line
from .tracing import current

log = logging.getLogger("portal.reports")
PAUSE_SECONDS = 600
MOST_STEPS = 25
_own: dict[str, float] = {}
_busy = threading.local()


class Reports(logging.Handler):
    """Takes every record of level ERROR and passes on those that are new."""

    def emit(self, record: logging.LogRecord) -> None:
        """Send a report unless nobody wants one, or the same was sent a short while ago."""
        if getattr(_busy, "now", False) or record.name == log.name or not (settings.ERROR_HOOK or settings.ADMINS):
            return
        _busy.now = True
        try:
            report = report_of(record)
            if is_new(report["fingerprint"]):
                threading.Thread(target=send, args=(report,), name="error-report").start()
        except Exception:
            self.handleError(record)
        finally:
            _busy.now = False


def report_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a report tells: kind and place of the fault, never values, names, addresses or bodies."""
    error = record.exc_info[1] if record.exc_info else None
    steps = traceback.extract_tb(error.__traceback__)[-MOST_STEPS:] if error is not None else []
    where = [f"{step.filename}:{step.lineno} {step.name}" for step in steps]
    kind = type(error).__name__ if error is not None else record.levelname
    trace = current()
    mark = "|".join([record.name, kind, where[-1] if where else str(record.msg)])
    return {
        "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds"),
        "fingerprint": hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:16],
        "logger": record.name,
        "kind": kind,
        "message": one_line(message_of(record))[:500],
        "fault": one_line(clean(str(error)))[:500] if error is not None else "",
        "where": where,
        "request": trace.request_id if trace else "",
        "route": trace.place if trace else "",
        "person": trace.person_id if trace else None,
        "version": settings.VERSION,
    }


def is_new(fingerprint: str) -> bool:
    """Whether this fault was not reported in the last ten minutes: by any process, or by this one without a cache."""
    try:
        return bool(cache.add(f"error-report:{fingerprint}", 1, PAUSE_SECONDS))
    except Exception:
        now = time.monotonic()
        fresh = now - _own.get(fingerprint, -PAUSE_SECONDS) >= PAUSE_SECONDS
        if fresh:
            _own[fingerprint] = now
        return fresh


def send(report: dict[str, Any]) -> None:
    """Hand a report to the hook and mail it to the administrators of the house."""
    if settings.ERROR_HOOK:
        try:
            import_string(settings.ERROR_HOOK)(report)
        except Exception as error:
            log.warning("ERROR_HOOK 没有收下错误报告：%s", type(error).__name__)
    if settings.ADMINS:
        subject = f"[备案平台] {report['kind']} {report['route'] or report['logger']}"
        try:
            mail_admins(subject, json.dumps(report, ensure_ascii=False, indent=1))
        except Exception as error:
            log.warning("错误报告邮件没有发出：%s", type(error).__name__)
