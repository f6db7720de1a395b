"""What people do while servers fall (业务负载), and what must be true of the rows afterwards."""

import itertools
from collections.abc import Callable

from .installation import Installation
from .people import CUT, Load, Reader, approve, form_with, save, submit

Work = Callable[[Load], object]
SIGNERS = ("gejiu-chief", "gejiu-registrar", "gejiu-director")
LISTS = ("/", "/todo/", "/filings/", "/accounts/", "/search/?q=%E7%A4%BA%E4%BE%8B", "/messages/", "/exports/")
SPARE = 10


def signed_in(at: Installation, who: str) -> Reader:
    """Return the browser of a person of the world."""
    reader = Reader(at.port)
    answer = reader.sign_in(at.facts["people"][who])
    assert answer.status == 302, (who, answer.status)
    return reader


def hand_in(at: Installation, rest: list[int], done: list[int]) -> Work:
    """Let an operator hand one draft in after another, again where it was not confirmed; `done` holds what was."""
    reader = signed_in(at, "gejiu-operator")

    def work(load: Load) -> object:
        if not rest:
            return False
        answer = submit(reader, load, rest[0])
        if answer.status == 302 and answer.headers["location"].endswith(f"/filings/{rest[0]}/receipt/"):
            done.append(rest.pop(0))
        return None

    return work


def agree(at: Installation, who: str, source: list[int], target: list[int]) -> Work:
    """Let a signer agree to what comes in; what was agreed to goes on to the next."""
    reader = signed_in(at, who)

    def work(load: Load) -> None:
        if len(source) <= len(target):
            return
        answer = approve(reader, load, source[len(target)])
        if answer.status == 302 or (answer.status == 200 and form_with(answer, "/", "verb") is None):
            target.append(source[len(target)])

    return work


def write(at: Installation, pks: list[int]) -> Work:
    """Let an operator save drafts while typing."""
    reader, turn = signed_in(at, "gejiu-operator"), itertools.cycle(itertools.product(pks, at.facts["tasks"]))
    return lambda load: save(reader, load, *next(turn))


def look(at: Installation) -> Work:
    """Let a registrar read lists."""
    reader, turn = signed_in(at, "gejiu-registrar"), itertools.cycle(LISTS)
    return lambda load: load.note("list", reader.get(next(turn)))


def enter(at: Installation) -> Work:
    """Let somebody sign in again and again, each time at a new browser."""
    name = at.facts["people"]["gejiu-observer"]
    return lambda load: load.note("login", Reader(at.port, "10.1.1.9").sign_in(name))


def busy(at: Installation, load: Load, *, pause: float) -> tuple[list[int], list[int]]:
    """Let eight people work; returns what was confirmed as handed in and as approved, both growing."""
    drafts = at.facts["drafts"]
    handed: list[int] = []
    passed: list[list[int]] = [handed, *([] for _ in SIGNERS)]
    for half in (drafts[SPARE::2], drafts[SPARE + 1 :: 2]):
        load.add(hand_in(at, list(half), handed), pause=pause)
    for place, who in enumerate(SIGNERS):
        load.add(agree(at, who, passed[place], passed[place + 1]), pause=0.05)
    load.add(write(at, drafts[:SPARE]), pause=0.1)
    load.add(look(at), pause=0.1)
    load.add(enter(at), pause=1)
    return handed, passed[-1]


def faults(at: Installation, handed: list[int], approved: list[int]) -> dict[str, int]:
    """Count what must not be: confirmed work that is lost, work that stands twice, work that stands half."""
    ask = at.database.number
    here = "object_type = 'filings.filing' AND object_id = f.id"
    events = f"(SELECT count(*) FROM core_auditevent WHERE {here} AND action = 'filing.submitted')"
    runs = f"(SELECT count(*) FROM core_run WHERE {here})"
    sent = "(f.state <> 'draft')::int"
    return {
        "提交后丢失": ask(f"SELECT count(*) FROM filings_filing f WHERE id IN ({_listed(handed)}) AND state = 'draft'"),
        "同意后丢失": ask(
            f"SELECT count(*) FROM filings_filing f WHERE id IN ({_listed(approved)}) AND state <> 'approved'"
        ),
        "重复或半份": ask(f"SELECT count(*) FROM filings_filing f WHERE {events} <> {sent} OR {runs} <> {sent}"),
        "重复决定": ask(
            "SELECT count(*) FROM (SELECT step_id FROM core_decision WHERE step_id IS NOT NULL"
            " GROUP BY 1 HAVING count(*) > 1) d"
        ),
        "没有通知": ask(
            "SELECT count(*) FROM filings_filing f WHERE state <> 'draft' AND NOT EXISTS"
            " (SELECT 1 FROM core_notice WHERE url LIKE '/filings/' || f.id || '/%')"
        ),
    }


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers)) or "0"


def left(at: Installation) -> int:
    """Return how much work is left for the worker: outbox and messages to be spread."""
    return at.waiting() + at.database.number("SELECT count(*) FROM core_notice WHERE waiting")


def unkind(load: Load) -> list[str]:
    """Return the answers that a person should never see: no friendly page, or a fault of ours."""
    return [
        f"{step.what} {step.status}: {' '.join(step.text.split())[:300]}"
        for step in load.steps
        if step.status >= 400 and not _is_kind(step.what, step.status, step.text)
    ]


def _is_kind(what: str, status: int, text: str) -> bool:
    if status in (409, 422):
        return "保存" in text or "刷新" in text or "办理" in text
    return status == 503 and "系统正在维护" in text


def broken(load: Load) -> int:
    """Return how many requests got no answer at all."""
    return sum(step.status == CUT for step in load.steps)
