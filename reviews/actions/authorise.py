"""The authorisation to publish (发布授权): bound to version, hash, accounts and period."""

from datetime import datetime, timedelta
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.witnesses import seal
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.core.workflow.models import Run

from ..byline import byline_of, signers_of
from ..content import edition_of, last_version, procedure_of
from ..messages import tell_authors
from ..models import Authorisation, Post, Version
from ..numbers import authorisation_number
from ..plan import plan_of
from ..signatures import missing


class Unsigned(Refused):
    """A signature is lacking; nothing becomes 可发布 without every one."""


def authorise(post: Post, run: Run, *, details: dict[str, Any], reason: str, by: User, at: datetime) -> Authorisation:
    """Make a post 可发布: replay the record, refuse where a signature lacks, issue the authorisation.

    The period counts calendar days from the last signature. Raises Unsigned naming the step without a signature.
    """
    edition, version = edition_of(post), last_version(post)
    rules = procedure_of(edition)
    plan = plan_of(post, text=version.text if version else "")
    run.refresh_from_db()
    lacking = missing(run, plan, voids=rules.edit_voids)
    if version is None or version.content_hash != run.content_hash:
        raise Unsigned("送审版本与当前版本不一致,不能授权。请退回作者重新提交。")
    if lacking:
        raise Unsigned(f"还缺“{lacking[0].label}”的签署,不能授权发布。请退回相应环节补办。")
    moved = perform(post, "authorise", by=by, at=at, action="post.authorised", reason=reason, details=details)
    issued = _issue(moved, version, run, validity=timedelta(days=rules.validity_days), at=at)
    record("authorisation.issued", by=None, at=at, obj=issued, unit=post.unit, after=seal("authorisation", issued))
    tell_authors(
        moved, "ready", f"授权编号 {issued.number},有效期 {rules.validity_days} 日。", key=issued.number, at=at
    )
    return issued


def _issue(post: Post, version: Version, run: Run, *, validity: timedelta, at: datetime) -> Authorisation:
    signers = signers_of(post, run)
    return Authorisation.objects.create(
        number=authorisation_number(edition_of(post).number_prefix, at),
        post=post,
        version=version,
        run=run,
        content_hash=version.content_hash,
        account_ids=version.content["accounts"],
        signers=signers,
        byline=byline_of(post, signers),
        issued_at=at,
        valid_until=at + validity,
    )


def void_authorisation(post: Post, *, why: str, by: User | None, at: datetime) -> None:
    """Make the authorisation that holds void, with its reason."""
    for held in Authorisation.objects.select_for_update().filter(post=post, state="valid"):
        perform(held, "void", by=by, at=at, action="authorisation.voided", reason=why, why=why)
