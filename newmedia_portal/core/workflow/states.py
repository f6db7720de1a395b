"""States of a run and of its steps (审批流程状态)."""

from django.db import models


class RunState(models.TextChoices):
    """An approval run is open until its last step, or until somebody ends it."""

    OPEN = "open", "办理中"
    APPROVED = "approved", "已通过"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "不予通过"
    WITHDRAWN = "withdrawn", "已撤回"


class StepState(models.TextChoices):
    """A step waits for its turn, is with somebody, or is over."""

    WAITING = "waiting", "未到"
    ACTIVE = "active", "办理中"
    DONE = "done", "已办"
    CANCELLED = "cancelled", "已取消"


class StepKind(models.TextChoices):
    """What the holder of a step does."""

    APPROVE = "approve", "审批"
    SIGN = "sign", "签署"
    RECORD = "record", "登记备案"
    NOTIFY = "notify", "知会"


class Side(models.TextChoices):
    """On whose account the time of a step counts."""

    OWNER = "owner", "填报单位"
    AUTHORITY = "authority", "备案机关"


class Verb(models.TextChoices):
    """What somebody did in a run."""

    SUBMIT = "submit", "提交"
    APPROVE = "approve", "同意"
    RETURN = "return", "退回补正"
    REJECT = "reject", "不予通过"
    WITHDRAW = "withdraw", "撤回"
    TRANSFER = "transfer", "转交"
    URGE = "urge", "催办"
    NOTIFY = "notify", "知会"
