"""The units and accounts of a quarter (参评单位、账号): their figures, results and places, frozen with the quarter."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User

from ..quarters.encoding import ExactEncoder
from ..quarters.filling import fill
from ..quarters.querysets import AccountEntryManager, EntryQuerySet
from ..scoring.vocabulary import STANDINGS

STANDING_CHOICES = list(STANDINGS.items())


def _points(words: str) -> Any:
    return models.DecimalField(words, max_digits=9, decimal_places=4, null=True, blank=True)


class Entry(models.Model):
    """One unit in a quarter (参评单位): what it was scored from and what came out.

    `facts` is what goes into scoring for the unit itself (rows, vetoes), `result` what came out without the cards of
    its accounts, which stand with them. `counts` is the score that ranks. `words` of name and band are kept as they
    were. `dirty` asks for scoring anew. A unit may submit its self-assessment once (`submitted_at`).
    """

    quarter = models.ForeignKey("assessments.Quarter", on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=120)
    unit_class = models.CharField("单位分类", max_length=40, blank=True)
    standing = models.CharField("考核状态", max_length=10, choices=STANDING_CHOICES, blank=True)
    score = _points("得分")
    counts = _points("计入排名的分数")
    points = _points("否决前得分")
    band = models.CharField("等次代码", max_length=40, blank=True)
    band_label = models.CharField("等次", max_length=40, blank=True)
    passes = models.BooleanField("合格", null=True)
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    ranked_of = models.PositiveIntegerField("同类单位数", null=True, blank=True)
    accounts = models.PositiveIntegerField("账号数", default=0)
    facts = models.JSONField("计分数据", default=dict, blank=True, encoder=ExactEncoder)
    result = models.JSONField("计分结果", default=list, blank=True, encoder=ExactEncoder)
    digest = models.CharField("结果指纹", max_length=64, blank=True)
    dirty = models.BooleanField(default=True)
    words = models.TextField("自评说明", blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("自评提交时间", null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        """A unit stands once in a quarter."""

        verbose_name = "参评单位"
        ordering = ["unit_class", "rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["quarter", "unit"], name="entry_unit_once")]
        indexes = [
            models.Index(fields=["quarter", "-id"], name="entry_quarter_id"),
            models.Index(fields=["quarter", "rank"], name="entry_quarter_rank"),
            models.Index(fields=["quarter", "-counts"], name="entry_quarter_counts"),
            models.Index(fields=["quarter"], condition=models.Q(dirty=True), name="entry_dirty"),
        ]

    def __str__(self) -> str:
        """Return the unit by the name it had."""
        return self.unit_name

    def get_absolute_url(self) -> str:
        """Return the page of the unit's result."""
        return reverse("assessments:entry", args=[self.pk])

    @property
    def ranked_among(self) -> str:
        """How many units of the class were ranked (同类单位数), in words; empty where none was."""
        return f"同类 {self.ranked_of} 个单位" if self.ranked_of else ""


class CardStencil(models.Model):
    """The figures and the card of accounts with the same lines, with holes for what is their own (明细模板)."""

    quarter = models.ForeignKey("assessments.Quarter", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField("内容指纹", max_length=64)
    facts = models.TextField("计分数据")
    card = models.TextField("计分明细")

    class Meta:
        """A text stands once in a quarter."""

        verbose_name = "明细模板"
        constraints = [models.UniqueConstraint(fields=["quarter", "key"], name="card_stencil_once")]

    def __str__(self) -> str:
        """Return what tells it from others."""
        return self.key


class AccountEntry(models.Model):
    """One account in a quarter (参评账号): its figures with the ids of their rows, and its card of lines.

    They stand either in full (`plain_facts`, `plain_card`) or as a stencil that many accounts share with the figures
    that go into it; `facts` and `card` read both.
    """

    quarter = models.ForeignKey("assessments.Quarter", on_delete=models.CASCADE, related_name="cards", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="cards")
    account = models.ForeignKey(MediaAccount, on_delete=models.PROTECT, related_name="+", verbose_name="账号")
    name = models.CharField("账号名称", max_length=200)
    platform = models.CharField("平台", max_length=60)
    standing = models.CharField("考核状态", max_length=10, choices=STANDING_CHOICES, blank=True)
    score = _points("得分")
    counts = _points("计入单位的分数")
    band_label = models.CharField("等次", max_length=40, blank=True)
    plain_facts = models.JSONField("计分数据", default=list, blank=True, encoder=ExactEncoder, db_column="facts")
    plain_card = models.JSONField("计分明细", default=list, blank=True, encoder=ExactEncoder, db_column="card")
    stencil = models.ForeignKey(CardStencil, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    figures = models.TextField("模板数据", null=True, blank=True)

    objects = AccountEntryManager()

    class Meta:
        """An account stands once in a quarter."""

        verbose_name = "参评账号"
        ordering = ["entry_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["quarter", "account"], name="account_entry_once")]

    def __str__(self) -> str:
        """Return the account by the name it had."""
        return self.name

    @cached_property
    def facts(self) -> list[Any]:
        """What the account was scored from."""
        return self.plain_facts if self.stencil is None else fill(self.stencil.facts, self.figures, self.account_id)

    @cached_property
    def card(self) -> list[Any]:
        """What came out, line by line."""
        return self.plain_card if self.stencil is None else fill(self.stencil.card, self.figures, self.account_id)
