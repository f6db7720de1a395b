"""What is asked for, and what became of it."""

from django.db import models

from ..ui.states import FINAL, OPEN, StateSet, state
from ..ui.vocabulary import Tone


class What(models.TextChoices):
    """What is taken away, given anew, or made to stand for somebody."""

    FACTOR = "factor", "重置第二因素"
    PASSWORD = "password", "重置登录密码"
    IDENTITY = "identity", "登记统一认证身份"


class Outcome(StateSet):
    """From asking to the end."""

    WAITING = state("waiting", "待批准", Tone.BLUE, OPEN)
    RELEASED = state("released", "已批准", Tone.GREEN, FINAL)
    REFUSED = state("refused", "不同意", Tone.RED, FINAL)
    WITHDRAWN = state("withdrawn", "已撤回", Tone.GREY, FINAL)
    LAPSED = state("lapsed", "已过期", Tone.GREY, FINAL)
