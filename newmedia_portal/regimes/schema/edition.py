"""The edition (制度版本): everything one regulation says, as data."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from newmedia_portal.regimes import vocabulary as v

from . import readings
from .base import Entry, Frozen, one_of, unique_by
from .content import (
    IncidentReport,
    Monitoring,
    Prohibited,
    ProhibitedList,
    Quota,
    ReplyLimit,
    RepostTask,
    Review,
    SilenceLevel,
    SourceField,
)
from .filing import AccountKind, FilingKind, RoleRequirement, SubjectKind, UnitKind
from .judging import AnnualCheck, Assessment, Bulletin, ImpostorRule, Indicator, Inspection, Reward, Sanction, Veto
from .moving import STRICT, ChainRules, Withdrawal
from .papers import Document, PrintForm
from .people import GroupRule, PersonnelRule, StaffAccountRule, SupervisionLevel, Validity
from .reviewing import Procedure
from .settings import Clocks, ReturnReason, Scalar, Setting


class Authority(Entry):
    """The filing authority with what its people are called (备案机关)."""

    title: str
    desk: str
    registrar: str
    director: str
    contact: str = ""


class Option(Entry):
    """A code of the vocabulary this edition uses, with its own label where it differs (选用项)."""

    code: str
    label: str = ""


class Platform(Option):
    """A platform of the catalogue; `named` when the regulation itself names it (平台)."""

    code: Annotated[str, one_of(v.PLATFORMS, "平台")]
    named: bool = True
    term: str = ""
    on: bool = True
    pushes_a_month: int | None = Field(default=None, ge=1)

    @property
    def text(self) -> str:
        """The label readers see."""
        return self.label or v.PLATFORMS[self.code]


class AccountKindUse(Option):
    """An account kind this regulation knows (账号类型); only those that are `public` are confirmed to anybody."""

    code: AccountKind
    public: bool = True

    @property
    def text(self) -> str:
        """The label readers see."""
        return self.label or v.ACCOUNT_KINDS[self.code]


class AccountClassUse(Option):
    """A class of account, e.g. 政务 and 非政务 (账号类别); only those that are `public` are confirmed to anybody."""

    code: Annotated[str, one_of(v.ACCOUNT_CLASSES, "账号类别")]
    public: bool = True

    @property
    def text(self) -> str:
        """The label readers see."""
        return self.label or v.ACCOUNT_CLASSES[self.code]


class NameRules(Entry):
    """What an account may be called and who may register it (名称与注册)."""

    token: str = ""
    link_to_unit_classes: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    forbidden_words_classes: tuple[str, ...] = ()
    individuals_forbidden: bool = False
    one_per_platform: bool = False


class Duty(Entry):
    """A duty shown to readers and answered by people (提示性义务), kept so that nothing of the text is lost."""

    code: str = Field(pattern=r"^[a-z_0-9]+$")
    label: str


class Edition(Frozen):
    """One regulation in one version; frozen after loading."""

    code: Annotated[str, one_of(dict.fromkeys(v.REGIME_CODES), "制度")]
    version: str = Field(min_length=1, max_length=20)
    title: str
    short_title: str
    organisation: str
    articles: int = Field(ge=1)
    trial: bool = False
    issued: date | None = None
    effective_from: date | None = None
    effective_note: str
    interpreter: str
    legal_basis: tuple[str, ...] = Field(min_length=1)
    number_prefix: str = Field(pattern=r"^[A-Z]{2,8}$")
    authority: Authority
    supervision: Annotated[tuple[SupervisionLevel, ...], unique_by("监管层级", lambda item: item.code)]
    account_kinds: Annotated[tuple[AccountKindUse, ...], unique_by("账号类型", lambda item: item.code)]
    account_classes: Annotated[tuple[AccountClassUse, ...], unique_by("账号类别", lambda item: item.code)] = ()
    subject_kinds: Annotated[tuple[SubjectKind, ...], unique_by("开办主体", str)]
    unit_kinds: Annotated[tuple[UnitKind, ...], unique_by("单位类型", str)]
    platforms: Annotated[tuple[Platform, ...], unique_by("平台", lambda item: item.code)]
    functions: tuple[Annotated[str, one_of(v.FUNCTIONS, "功能定位")], ...] = ()
    names: NameRules
    filing_kinds: Annotated[tuple[FilingKind, ...], unique_by("备案事项", lambda item: item.key)]
    role_requirements: Annotated[
        tuple[RoleRequirement, ...], unique_by("角色配备", lambda item: f"{item.role}/{item.per}/{item.applies_to}")
    ]
    quotas: tuple[Quota, ...] = ()
    silence: Annotated[tuple[SilenceLevel, ...], unique_by("静默分级", lambda item: item.code)]
    reply: ReplyLimit
    review: Review
    review_procedure: Procedure | None = None
    source_fields: Annotated[tuple[SourceField, ...], unique_by("来源项", lambda item: item.code)] = ()
    prohibited_list: ProhibitedList
    prohibited: Annotated[tuple[Prohibited, ...], unique_by("禁止内容", lambda item: item.code)]
    monitoring: Annotated[tuple[Monitoring, ...], unique_by("监看", lambda item: item.code)] = ()
    incident_reports: Annotated[tuple[IncidentReport, ...], unique_by("事件报告对象", lambda item: item.code)] = ()
    repost_tasks: RepostTask | None = None
    indicators: Annotated[tuple[Indicator, ...], unique_by("指标", lambda item: item.code)] = ()
    vetoes: Annotated[tuple[Veto, ...], unique_by("否决项", lambda item: f"{item.code}/{item.levels}")] = ()
    assessment: Assessment | None = None
    bulletin: Bulletin | None = None
    sanctions: Annotated[tuple[Sanction, ...], unique_by("处置措施", lambda item: item.code)]
    rewards: Annotated[tuple[Reward, ...], unique_by("奖励", lambda item: item.code)] = ()
    inspections: Annotated[tuple[Inspection, ...], unique_by("检查", lambda item: item.code)] = ()
    annual_check: AnnualCheck
    impostors: ImpostorRule | None = None
    personnel: tuple[PersonnelRule, ...] = ()
    groups: GroupRule
    staff_accounts: StaffAccountRule | None = None
    validities: Annotated[tuple[Validity, ...], unique_by("到期提醒", lambda item: item.code)] = ()
    print_forms: Annotated[tuple[PrintForm, ...], unique_by("打印表", lambda item: item.code)] = ()
    documents: Annotated[tuple[Document, ...], unique_by("材料", lambda item: f"{item.code}/{item.asked_at}")] = ()
    duties: Annotated[tuple[Duty, ...], unique_by("义务", lambda item: item.code)] = ()
    clocks: Clocks
    return_reasons: Annotated[tuple[ReturnReason, ...], unique_by("常用理由", lambda item: item.code)]
    settings: Annotated[tuple[Setting, ...], unique_by("设定项", lambda item: item.key)]
    chain_rules: ChainRules | None = None

    @model_validator(mode="after")
    def _apply_settings(self) -> Self:
        for name, value in readings.resolved(self).items():
            object.__setattr__(self, name, value)
        return self

    def filing_kind(self, kind: str, variant: str = "standard") -> FilingKind:
        """The filing kind of this key; KeyError when the edition does not have it."""
        for item in self.filing_kinds:
            if item.kind == kind and item.variant == variant:
                return item
        raise KeyError(f"{kind}.{variant}")

    def variants(self, kind: str) -> tuple[FilingKind, ...]:
        """Every variant of a kind in the order of the edition."""
        return tuple(item for item in self.filing_kinds if item.kind == kind)

    def kinds(self) -> tuple[str, ...]:
        """The kinds this edition knows, each once, in order."""
        return tuple(dict.fromkeys(item.kind for item in self.filing_kinds))

    def requirements(self, roles: tuple[str, ...], unit_kind: str = "") -> tuple[RoleRequirement, ...]:
        """Role requirements for these roles that apply to a kind of unit."""
        return tuple(
            item
            for item in self.role_requirements
            if item.role in roles and (not item.applies_to or unit_kind in item.applies_to)
        )

    def withdrawal(self, kind: str) -> Withdrawal:
        """Until when an object of this kind may be taken back; the strictest rule where the edition says nothing."""
        rules = self.chain_rules.withdrawals if self.chain_rules else ()
        return next((rule for rule in rules if kind in rule.kinds), STRICT)

    @property
    def separate_steps(self) -> bool:
        """Whether who signed one step of a filing may not sign another (同一人不得兼办两个环节)."""
        return self.chain_rules is not None and self.chain_rules.separate

    def setting(self, key: str) -> Scalar:
        """The value of a setting; KeyError when the edition does not have it."""
        for item in self.settings:
            if item.key == key:
                return item.value
        raise KeyError(key)

    def has_setting(self, key: str) -> bool:
        """Whether the edition has this setting."""
        return any(item.key == key for item in self.settings)

    def print_form(self, code: str) -> PrintForm:
        """The print form of this code; KeyError when missing."""
        for item in self.print_forms:
            if item.code == code:
                return item
        raise KeyError(code)

    def keeps_inside(self, kind: str, account_class: str) -> bool:
        """Whether accounts of this kind or class are not confirmed to the public (不对外公布)."""
        kinds = {item.code for item in self.account_kinds if not item.public}
        return kind in kinds or account_class in {item.code for item in self.account_classes if not item.public}

    def platform_codes(self) -> tuple[str, ...]:
        """Platforms switched on."""
        return tuple(item.code for item in self.platforms if item.on)
