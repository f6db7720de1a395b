"""Log lines (运行日志): one line each that nobody can forge, without secrets and personal data.

`JsonLines` for a machine room, `PlainLines` for a desk. Both take request id, person and address name from the trace.
"""

import json
import logging
import re
import traceback
from datetime import datetime
from typing import Any

from .tracing import current

LONGEST = 8000
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@"), r"\1:***@"),
    (re.compile(r"(?i)\b(authorization\W{1,3}(?:bearer|basic|token)\s+)[^\s'\",;]+"), r"\1***"),
    (
        re.compile(
            r"(?i)(\w*(?:password|passwd|secret|token|api_?key|sessionid|csrf\w*|密码|口令)\w*['\"]?\s*[=:：]\s*['\"]?)"
            r"[^\s'\",;&]+"
        ),
        r"\1***",
    ),
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"), "***@***"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])"), "***"),
    (re.compile(r"(?<![\dA-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\dA-Za-z])"), "***"),
    (re.compile(r"(?m)^\s*(?:DETAIL|HINT|CONTEXT):.*$"), "…"),
    (re.compile(r"(/(?:link|report|calendar|tokens?)/)[\w.:~-]{16,}"), r"\1***"),
    (re.compile(r"\?[^\s'\"]*=[^\s'\"]*"), "?…"),
)  # fmt: skip


def clean(text: str) -> str:
    """Return a text without secrets, telephone numbers, identity numbers, mail addresses and query strings."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text[:LONGEST]


def one_line(text: str) -> str:
    """Return a text in which control characters and line ends are written out, so that no line can be forged."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says; what Django says of a request names its address, not the path that was asked for."""
    request = getattr(record, "request", None)
    if request is not None and record.name.startswith("django.") and record.args:
        match = getattr(request, "resolver_match", None)
        first = record.args[0] if isinstance(record.args, tuple) else ""
        return clean(f"{first} ({getattr(match, 'view_name', None) or 'none'})")
    try:
        return clean(record.getMessage())
    except (TypeError, ValueError):
        return clean(str(record.msg))


def fault_of(record: logging.LogRecord) -> str:
    """Return the trace of an exception: file, line and function of each step; never the values."""
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    return clean("".join(traceback.format_exception(record.exc_info[1])))


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return everything that a line tells, in its order."""
    moment = datetime.fromtimestamp(record.created).astimezone()
    facts: dict[str, Any] = {"time": moment.isoformat(timespec="milliseconds"), "level": record.levelname}
    facts |= {"logger": record.name, "message": message_of(record)}
    trace = current()
    if trace is not None:
        facts |= {"request": trace.request_id, "person": trace.person_id, "route": trace.place or None}
    facts |= getattr(record, "portal", {})
    if fault := fault_of(record):
        facts["fault"] = fault
    return {name: value for name, value in facts.items() if value is not None}


class JsonLines(logging.Formatter):
    """One JSON object a line: time with its zone, level, logger, message, request, person, route, what was measured."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; JSON writes line ends out, the rest of what does not print is written out before."""
        facts = facts_of(record)
        for name, value in facts.items():
            if isinstance(value, str):
                facts[name] = "\n".join(one_line(part) for part in value.split("\n"))
        return json.dumps(facts, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """A line for people; the trace of an exception follows indented, so that it cannot pass for lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, message and what is known besides."""
        facts = facts_of(record)
        fault = facts.pop("fault", "")
        moment, level, name, message = (str(facts.pop(key)) for key in ("time", "level", "logger", "message"))
        rest = " ".join(f"{key}={one_line(str(value))}" for key, value in facts.items())
        line = f"{moment[:19].replace('T', ' ')} {level:7} {name}: {one_line(message)}{'  ' + rest if rest else ''}"
        steps = [f"    | {one_line(step)}" for step in fault.splitlines()]
        return "\n".join([line, *steps])


def configuration(form: str) -> dict[str, Any]:
    """Return the setting LOGGING for `json` or `plain` lines.

    Django's own handlers are taken out: the one that mails whole requests to ADMINS would send what `errors` cleans.
    """
    formatter = {"json": JsonLines, "plain": PlainLines}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "reports": {"class": "newmedia_portal.core.operating.errors.Reports", "level": "ERROR"},
        },
        "root": {"handlers": ["console", "reports"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},
        },
    }
