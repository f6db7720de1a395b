"""States of a run and of its steps (审批流程状态)."""

from django.db import models


class RunState(models.TextChoices):
    """An approval run is open until its last step, or until somebody ends it."""

    OPEN = "open", "办理中"
    APPROVED = "approved", "已通过"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "不予通过"
    WITHDRAWN = "withdrawn", "已撤回"
    VOIDED = "voided", "已失效"
    TERMINATED = "terminated", "已终止"


class StepState(models.TextChoices):
    """A step waits for its turn, is with somebody, or is over."""

    WAITING = "waiting", "未到"
    ACTIVE = "active", "办理中"
    DONE = "done", "已办"
    SUSPENDED = "suspended", "已转他人先办"
    CANCELLED = "cancelled", "已取消"


class StepKind(models.TextChoices):
    """What the holder of a step does."""

    APPROVE = "approve", "审批"
    SIGN = "sign", "签署"
    RECORD = "record", "登记备案"
    NOTIFY = "notify", "知会"
    OPINION = "opinion", "提意见"


class Mode(models.TextChoices):
    """How several holders of one step decide together (多人办理方式)."""

    ANY = "any", "或签"
    ALL = "all", "会签"
    RATIO = "ratio", "按比例"


class SeatState(models.TextChoices):
    """Where one co-signer stands."""

    OPEN = "open", "未办"
    AGREED = "agreed", "已同意"
    AGAINST = "against", "不同意"
    GONE = "gone", "不再需要"


class CopyKind(models.TextChoices):
    """Why somebody gets a copy: for information, or to be read with a mark."""

    COPY = "copy", "抄送"
    CIRCULATE = "circulate", "传阅"


class Until(models.TextChoices):
    """How long the owner may take an object back (撤回时限)."""

    FIRST = "first_decision", "首个环节办理之前"
    LODGED = "lodged", "送达机关之前"
    DECIDED = "decided", "办结之前"


class Side(models.TextChoices):
    """On whose account the time of a step counts."""

    OWNER = "owner", "填报单位"
    AUTHORITY = "authority", "备案机关"


class Verb(models.TextChoices):
    """What somebody did in a run."""

    SUBMIT = "submit", "提交"
    APPROVE = "approve", "同意"
    RETURN = "return", "退回补正"
    SEND_BACK = "send_back", "退回环节"
    REJECT = "reject", "不予通过"
    WITHDRAW = "withdraw", "撤回"
    TRANSFER = "transfer", "转交"
    URGE = "urge", "催办"
    NOTIFY = "notify", "知会"
    REPLAN = "replan", "调整环节"
    VOID = "void", "签署失效"
    COSIGN = "cosign", "会签同意"
    DISSENT = "dissent", "表决不同意"
    DELEGATE = "delegate", "委派"
    OPINE = "opine", "提出意见"
    ADD_BEFORE = "add_before", "前加签"
    ADD_AFTER = "add_after", "后加签"
    REMOVE = "remove", "减签"
    COPY = "copy", "抄送"
    CIRCULATE = "circulate", "传阅"
    READ = "read", "已阅"
    RECALL = "recall", "收回"
    TERMINATE = "terminate", "终止"


#: What closes a step: at most one of these stands for each, held by the database.
CLOSING = (Verb.APPROVE, Verb.RETURN, Verb.SEND_BACK, Verb.REJECT, Verb.NOTIFY, Verb.OPINE)
#: What somebody agreed to.
AGREEING = (Verb.APPROVE, Verb.COSIGN)
#: What a holder said on the matter itself.
DECIDING = (Verb.APPROVE, Verb.RETURN, Verb.REJECT, Verb.SEND_BACK, Verb.COSIGN, Verb.DISSENT)
#: What moves nothing and hinders nobody.
QUIET = (Verb.URGE, Verb.COPY, Verb.CIRCULATE, Verb.READ, Verb.NOTIFY)


class SubstitutionState(models.TextChoices):
    """A substitution is planned, runs on its days, and is over."""

    PLANNED = "planned", "未到"
    RUNNING = "running", "有效"
    ENDED = "ended", "已结束"
