"""Kinds of messages, the ways they go out, and what became of them (消息类别、渠道、结果)."""

from django.db import models

from ..ui.states import FINAL, OPEN, StateSet, state
from ..ui.vocabulary import Tone


class Category(models.TextChoices):
    """What a message is about; a person chooses by these."""

    WAITING = "todo", "待我办理"
    URGED = "urged", "催办催报"
    DEADLINE = "deadline", "期限提醒"
    RESULT = "result", "办理结果"
    OTHER = "other", "其他通知"


class Mode(models.TextChoices):
    """What a person wants of a kind by mail."""

    AT_ONCE = "at_once", "随时发"
    DAILY = "daily", "每天汇总"
    OFF = "off", "不发"


class Via(models.TextChoices):
    """The ways out."""

    MAIL = "mail", "电子邮件"
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    FEISHU = "feishu", "飞书群机器人"
    WEBHOOK = "webhook", "签名回调"

    @classmethod
    def robots(cls) -> list[tuple[str, str]]:
        """Return the ways that a channel can be: all but mail."""
        return [(value, label) for value, label in cls.choices if value != cls.MAIL]


class DeliveryState(StateSet):
    """From the decision to send until the other side has it, or until it is given up."""

    WAITING = state("waiting", "等待中", Tone.GREY, OPEN)
    QUEUED = state("queued", "排队中", Tone.BLUE, OPEN)
    COLLECTED = state("collected", "待汇总", Tone.GREY, OPEN)
    SENT = state("sent", "已送达", Tone.GREEN, FINAL)
    FOLDED = state("folded", "已汇总", Tone.GREY, FINAL)
    DEAD = state("dead", "未送达", Tone.RED, FINAL)


URGED = ("urged", "asked")
DUE = ("due_soon", "overdue", "late", "moved")
ASKED = ("todo", "stuck", "waiting")
RESULT = ("approved", "returned", "rejected", "withdrawn", "passed", "failed", "answered")


#: Areas of messages about one's own log-in: they go out by mail at once, whatever the person has chosen.
OF_ONES_LOG_IN = ("second_factor", "release")


def is_pressing(kind: str) -> bool:
    """Whether a message concerns the safety of one's own log-in, which no wish may hold back."""
    return kind.rpartition(".")[0] in OF_ONES_LOG_IN


def category_of(kind: str) -> Category:
    """Return the category of a message kind, read from its last word: `<area>.<what>`."""
    area, _, what = kind.rpartition(".")
    for category, words in (
        (Category.WAITING, ASKED), (Category.URGED, URGED), (Category.DEADLINE, DUE), (Category.RESULT, RESULT),
    ):  # fmt: skip
        if what in words:
            return category
    return Category.DEADLINE if area == "deadline" else Category.OTHER
