"""What of posts the audit log vouches for (稿件封存): versions, authorisations and receipts."""

from typing import Any

from newmedia_portal.core.audit.witnesses import sealed

from .models import Authorisation, Receipt, Version


def _version(row: Version) -> list[Any]:
    return [row.post_id, row.number, row.content, row.text, row.content_hash, row.hits, row.lexicon_ref, row.by_id]


def _authorisation(row: Authorisation) -> list[Any]:
    period = [round(moment.timestamp() * 1000) for moment in (row.issued_at, row.valid_until)]
    return [row.number, row.post_id, row.version_id, row.run_id, row.content_hash, row.account_ids, row.signers,
            row.byline, period]  # fmt: skip


def _receipt(row: Receipt) -> list[Any]:
    moment = round(row.published_at.timestamp() * 1000)
    return [row.post_id, row.account_id, row.link, row.title, row.text, row.text_hash, row.screenshot_sha256,
            str(row.verdict), row.differences, moment]  # fmt: skip


sealed("version", Version, word="稿件版本", spelling=_version)
sealed("authorisation", Authorisation, word="发布授权", spelling=_authorisation)
sealed("receipt", Receipt, word="发布回执", spelling=_receipt)
