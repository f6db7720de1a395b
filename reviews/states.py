"""States of a post and of what surrounds it (稿件状态): value, label, colour and groups in one place."""

from newmedia_portal.core.ui.states import DECIDED, FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class PostState(StateSet):
    """Where a post stands: being written, under review, authorised, published, or over."""

    DRAFT = state("draft", "草稿", Tone.GREY, "editable")
    REVIEW = state("review", "审核中", Tone.BLUE, OPEN)
    RETURNED = state("returned", "退回修改", Tone.AMBER, "editable")
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, "editable")
    READY = state("ready", "可发布", Tone.GREEN, DECIDED)
    PUBLISHED = state("published", "已发布", Tone.GREEN, DECIDED, FINAL)
    RETRACTED = state("retracted", "已撤稿", Tone.GREY, DECIDED, FINAL)
    REJECTED = state("rejected", "不同意", Tone.RED, DECIDED, FINAL)
    TERMINATED = state("terminated", "已终止", Tone.GREY, FINAL)


EDITABLE = PostState.within("editable")
UNDECIDED = [*EDITABLE, PostState.REVIEW]


class Importance(StateSet):
    """The weight of a post (重要程度); it picks the final signer (S2-16.1c)."""

    ORDINARY = state("ordinary", "一般", Tone.GREY)
    IMPORTANT = state("important", "重要", Tone.AMBER)
    MAJOR = state("major", "重大", Tone.AMBER)


#: The weight as a number; larger is heavier.
RANK = {str(grade): number for number, grade in enumerate(Importance)}
GRADE_WORDS: dict[str, str] = dict(Importance.choices)


class Lane(StateSet):
    """How fast a post goes: the ordinary way, or the fast lane of an emergency (应急快审)."""

    ORDINARY = state("ordinary", "一般", Tone.GREY)
    FAST = state("fast", "应急", Tone.AMBER)


class AuthorisationState(StateSet):
    """Whether an authorisation to publish still holds."""

    VALID = state("valid", "有效", Tone.GREEN)
    USED = state("used", "已发布", Tone.GREEN, FINAL)
    VOID = state("void", "授权失效", Tone.GREY, FINAL)
    LAPSED = state("lapsed", "已过期", Tone.GREY, FINAL)


class Verdict(StateSet):
    """What the comparison of the published text with the approved one says."""

    SAME = state("same", "一致", Tone.GREEN)
    CHANGED = state("changed", "有改动", Tone.AMBER)
    UNREVIEWED = state("unreviewed", "未审先发", Tone.RED)
    UNCHECKED = state("unchecked", "待人工核对", Tone.AMBER)


class ViolationState(StateSet):
    """What has been done about a changed or unreviewed publication."""

    OPEN = state("open", "待处理", Tone.AMBER, OPEN)
    MENDED = state("mended", "已改正", Tone.GREEN, FINAL)
    RETRACTED = state("retracted", "已撤稿", Tone.GREY, FINAL)
    DISMISSED = state("dismissed", "误报", Tone.GREY, FINAL)


class CommentState(StateSet):
    """Whether a passage comment has been dealt with."""

    OPEN = state("open", "待处理", Tone.AMBER, OPEN)
    RESOLVED = state("resolved", "已解决", Tone.GREEN, FINAL)


class FreezeState(StateSet):
    """Whether a topic is frozen."""

    FROZEN = state("frozen", "已冻结", Tone.RED)
    RELEASED = state("released", "已结束", Tone.GREY, FINAL)
