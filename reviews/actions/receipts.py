"""The receipt (发布回执): what was published is compared with what was approved; a difference opens a violation."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.witnesses import seal
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import PICTURES, examine
from newmedia_portal.core.workflow.door import perform

from ..hooks import tell_receipt
from ..models import Authorisation, Post, Receipt
from ..receipts import Judged, judge_publication
from ..states import AuthorisationState, PostState, Verdict
from .after_emergency import owe_report
from .violations import open_violation


def record_receipt(
    account: MediaAccount,
    *,
    post: Post | None,
    link: str,
    published_at: datetime,
    title: str,
    text: str,
    screenshot: UploadedFile | None,
    by: User | None,
    at: datetime,
) -> Receipt:
    """Record one publication on one account and compare it; `post` is None where none was ever handed in.

    The first one makes an approved post 已发布. Raises Refused without link, text and picture or for a time to come,
    Conflict when this publication is recorded already, Forbidden where the account is not the person's.
    """
    with unit_of_work():
        _refuse_stranger(account, by)
        locked = Post.objects.select_for_update().get(pk=post.pk) if post else None
        _refuse_incomplete(locked, account, link, text, screenshot, published_at, at)
        held = _authorisation(locked, account)
        judged = judge_publication(held, account, title=title, text=text, published_at=published_at)
        receipt = _stored(account, locked, held, judged, screenshot, link=link, title=title, text=text,
                          published_at=published_at, by=by, at=at)  # fmt: skip
        after = {"verdict": str(judged.verdict), "link": link, **seal("receipt", receipt)}
        record("receipt.recorded", by=by, at=at, obj=receipt, after=after, reason=judged.why)
        if locked is not None and locked.state == PostState.READY:
            _publish(locked, held, published_at, by=by, at=at)
        if judged.verdict in (Verdict.CHANGED, Verdict.UNREVIEWED):
            open_violation(receipt, at=at)
        tell_receipt(receipt, by=by, at=at)
    if post is not None:
        post.refresh_from_db()
    return receipt


def confirm_receipt(receipt: Receipt, *, verdict: str, why: str, by: User, at: datetime) -> Receipt:
    """Judge by eye what could not be compared (a picture only): a new receipt takes the place of the old one.

    Raises Forbidden for the one who recorded it, Refused without a reason, Conflict when it was judged already.
    """
    if verdict not in (Verdict.SAME, Verdict.CHANGED):
        raise Refused("请选择核对结论:一致或有改动。", field="verdict")
    if not why.strip():
        raise Refused("请写明核对情况。", field="why")
    with unit_of_work():
        locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
        if locked.verdict != Verdict.UNCHECKED or locked.replaced_by.exists():
            raise Conflict("这条回执已经核对过,请刷新页面。")
        if not by.has_perm("reviews.record_receipt", locked) or by.pk == locked.by_id:
            raise Forbidden("请由登记人以外的本单位人员或宣传部门核对。")
        fresh = Receipt.objects.create(
            post=locked.post,
            authorisation=locked.authorisation,
            account=locked.account,
            unit=locked.unit,
            root=locked.root,
            link="",
            published_at=locked.published_at,
            title=locked.title,
            screenshot=locked.screenshot.name,
            screenshot_sha256=locked.screenshot_sha256,
            verdict=verdict,
            why=f"人工核对:{why.strip()}"[:300],
            replaces=locked,
            by=by,
            at=at,
        )
        record(
            "receipt.recorded",
            by=by,
            at=at,
            obj=fresh,
            after={"verdict": verdict, **seal("receipt", fresh)},
            reason=why,
        )
        if verdict == Verdict.CHANGED:
            open_violation(fresh, at=at)
        tell_receipt(fresh, by=by, at=at)
    return fresh


def _refuse_stranger(account: MediaAccount, by: User | None) -> None:
    """`by` is None where an interface pushes it, which holds its own right."""
    if by is not None and not by.has_perm("reviews.record_receipt", account):
        raise Forbidden("只有账号所属单位的采编人员和宣传部门可以登记发布回执。")


def _refuse_incomplete(
    post: Post | None,
    account: MediaAccount,
    link: str,
    text: str,
    screenshot: UploadedFile | None,
    published_at: datetime,
    at: datetime,
) -> None:
    if post is not None and post.unit_id != account.unit_id:
        raise Refused("稿件和账号不属于同一单位,请重新选择账号。", field="account")
    if published_at > at:
        raise Refused("发布时间不能晚于现在,请核对。", field="published_at")
    if not text.strip() and screenshot is None:
        raise Refused("请粘贴发布后的正文,或上传截图,否则无法与审定稿比对。", field="text")
    if not link.strip() and screenshot is None:
        raise Refused("请填写发布后的链接;没有链接的平台请上传截图。", field="link")


def _authorisation(post: Post | None, account: MediaAccount) -> Authorisation | None:
    """Return the newest authorisation of the post, whatever became of it: the verdict names what was wrong."""
    return post.authorisations.select_related("version").order_by("-pk").first() if post else None


def _publish(post: Post, held: Authorisation | None, published_at: datetime, *, by: User | None, at: datetime) -> None:
    moved = perform(post, "publish", by=by, at=at, action="post.published", published_at=published_at)
    if held is not None and held.state == AuthorisationState.VALID:
        perform(held, "use", by=None, at=at, action="authorisation.used")
    owe_report(moved, published_at=published_at)


def _stored(
    account: MediaAccount,
    post: Post | None,
    held: Authorisation | None,
    judged: Judged,
    screenshot: UploadedFile | None,
    *,
    link: str,
    title: str,
    text: str,
    published_at: datetime,
    by: User | None,
    at: datetime,
) -> Receipt:
    known = Receipt.objects.filter(account=account, link=link.strip(), text_hash=judged.text_hash)
    if link.strip() and known.exists():
        raise Conflict("这条发布已经登记过,内容没有变化。")
    receipt = Receipt(
        post=post,
        authorisation=held,
        account=account,
        unit=account.unit,
        root=account.root,
        link=link.strip(),
        published_at=published_at,
        title=title.strip()[:200],
        text=text,
        text_hash=judged.text_hash,
        verdict=judged.verdict,
        differences=judged.differences,
        why=judged.why[:300],
        by=by,
        at=at,
    )
    _keep_screenshot(receipt, screenshot)
    receipt.save()
    return receipt


def _keep_screenshot(receipt: Receipt, screenshot: UploadedFile | None) -> None:
    """Store the picture outside the static root, with its hash; anything but JPG and PNG is refused."""
    if screenshot is None:
        return
    found = examine(screenshot, kinds=PICTURES, field="screenshot")
    receipt.screenshot_sha256 = found.sha256
    receipt.screenshot.save(found.stored_name, found.content, save=False)
