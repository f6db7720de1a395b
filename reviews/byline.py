"""The line of names under a published post (署名行): reviewers by tier, proofreaders, editor."""

from typing import Any

from newmedia_portal.core.workflow.models import Run

from .content import edition_of, procedure_of, text_of
from .models import Post
from .plan import plan_of
from .signatures import key_of, signed

NUMERALS = "一二三四五六七八九"


def signers_of(post: Post, run: Run) -> list[dict[str, Any]]:
    """Return who signed which step, in the order of the chain, with role, time and hash."""
    rules = procedure_of(edition_of(post))
    version = post.versions.order_by("-number").first()
    plan = plan_of(post, text=version.text if version else text_of({}))
    found = signed(run, plan, voids=rules.edit_voids)
    rows = []
    for step in plan:
        decision = found.get(key_of(step))
        if decision is None:
            continue
        rows.append(
            {
                "code": step.code,
                "label": step.label,
                "role": step.role,
                "unit": str(step.unit),
                "by": decision.by_id,
                "name": str(decision.by),
                "for": str(decision.for_user) if decision.for_user else "",
                "at": decision.at.isoformat(),
                "hash": decision.content_hash,
                "opinion": decision.opinion,
                "article": step.article,
            }
        )
    return rows


def byline_of(post: Post, signers: list[dict[str, Any]]) -> str:
    """Return the line, e.g. 编辑:甲 一审:乙 二审:丙 三审:丁 校对:戊."""
    edition = edition_of(post)
    tiers = [tier.code for tier in edition.review.tiers]
    passes = {item.code for item in procedure_of(edition).proofreading.passes}
    by_code = {row["code"]: row["name"] for row in signers}
    parts = [f"编辑:{post.source.get('editor_name') or post.created_by}"]
    parts += [f"{NUMERALS[n]}审:{by_code[code]}" for n, code in enumerate(tiers) if code in by_code]
    proof = "、".join(row["name"] for row in signers if row["code"] in passes)
    return "  ".join([*parts, *([f"校对:{proof}"] if proof else [])])[:300]
