"""Filing kinds (备案事项): what is asked, who decides in which order, until when."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from newmedia_portal.regimes import vocabulary as v

from .base import Cited, Duration, Entry, Frozen, one_of, unique_by

FieldCode = Annotated[str, one_of(v.FIELDS, "填写项")]
PaperCode = Annotated[str, one_of(v.PAPERS, "材料")]
CheckCode = Annotated[str, one_of(v.CHECKS, "系统核对")]
UnitKind = Annotated[str, one_of(v.UNIT_KINDS, "单位类型")]
AccountKind = Annotated[str, one_of(v.ACCOUNT_KINDS, "账号类型")]
AccountClass = Annotated[str, one_of(v.ACCOUNT_CLASSES, "账号类别")]
GroupTerm = Annotated[str, one_of(v.GROUP_TERMS, "工作群期限")]
SubjectKind = Annotated[str, one_of(v.SUBJECT_KINDS, "开办主体")]
AnchorCode = Annotated[str, one_of(v.ANCHORS, "起算事件")]
RoleCode = Annotated[str, one_of(v.ROLES, "角色")]
ChainRole = Annotated[str, one_of(dict.fromkeys(v.CHAIN_ROLES), "审批角色")]
Kind = Literal["open", "change", "merge", "close", "legacy", "annual"]
Mode = Literal[
    "approve_before",
    "notify_after",
    "internal_approval_then_notify_after",
    "file",
    "internal_approval_then_file_upward",
]


class FieldUse(Frozen):
    """A field on the form; written short as `"name"` (required) or `"name?"` (optional)."""

    code: FieldCode
    required: bool = True
    label: str = ""
    help: str = ""
    article: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"code": value.rstrip("?"), "required": not value.endswith("?")}
        return value

    @property
    def text(self) -> str:
        """The label readers see: the edition's own, else the catalogue's."""
        return self.label or v.FIELDS[self.code].label


class Task(Frozen):
    """One page of the form with its fields in order (填报任务)."""

    code: str = Field(min_length=1, pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1)
    article: str = ""
    fields: Annotated[tuple[FieldUse, ...], unique_by("填写项", lambda use: use.code)]


class PaperUse(Cited):
    """A paper to hand in (所需材料)."""

    code: PaperCode
    required: bool = True
    by: Literal["submission", "acceptance"] = "submission"
    label: str = ""

    @property
    def text(self) -> str:
        """The label readers see."""
        return self.label or v.PAPERS[self.code]


class RoleRequirement(Cited):
    """How many people of a role a unit or an account must name (角色配备)."""

    role: RoleCode
    label: str = Field(min_length=1)
    min: int = Field(ge=0)
    max: int | None = Field(default=None, ge=1)
    per: Literal["unit", "account"] = "account"
    applies_to: tuple[UnitKind, ...] = ()
    paraphrase: str = ""
    clauses: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> "RoleRequirement":
        if self.max is not None and self.min > self.max:
            raise PydanticCustomError(
                "min_over_max",
                "“{label}”的人数下限 {low} 大于上限 {high}，请改正其一。",
                {"label": self.label, "low": self.min, "high": self.max},
            )
        return self

    @property
    def count_text(self) -> str:
        """恰好一人, 至少一人 …, in digits."""
        if self.max is None:
            return f"至少 {self.min} 人" if self.min else "人数不限"
        return f"{self.min} 人" if self.max == self.min else f"{self.min} 至 {self.max} 人"


class Step(Cited):
    """One step of a chain (审批环节); every kind but `notify` waits for its holder."""

    code: str = Field(min_length=1, pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1)
    role: ChainRole
    unit: Literal["owner", "parent", "line", "authority", "superior"]
    kind: Literal["approve", "sign", "record", "notify"]
    optional: bool = False
    print_box: str = ""
    mode: Literal["any", "all", "ratio"] = "any"
    percent: int | None = Field(default=None, ge=1, le=100)

    @property
    def side(self) -> Literal["owner", "authority"]:
        """Whose time runs while the step waits: the unit's (with its line department) or the authority's."""
        return "owner" if self.unit in ("owner", "parent", "line") else "authority"

    @property
    def waits(self) -> bool:
        """Whether the run stops here until somebody decides."""
        return self.kind != "notify"

    @property
    def role_label(self) -> str:
        """The role in words."""
        return v.ROLES[self.role]

    @property
    def kind_label(self) -> str:
        """批准, 签署, 记录 or 知会."""
        return {"approve": "批准", "sign": "签署", "record": "记录备案", "notify": "知会"}[self.kind]


class FilingKind(Entry):
    """A kind of filing in one variant (备案事项), e.g. `open.standard`."""

    kind: Kind
    variant: str = Field(default="standard", pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1)
    variant_label: str = "一般情形"
    description: str = ""
    mode: Mode
    limit: Duration | None = None
    limit_note: str = ""
    limit_setting: str = ""
    limit_anchor: AnchorCode = "opened_on"
    anchor_setting: str = ""
    unit_setting: str = ""
    filing_level: Literal["authority", "own_unit"] = "authority"
    level_setting: str = ""
    unit_kinds: tuple[UnitKind, ...] = ()
    account_kinds: tuple[AccountKind, ...] = ()
    account_classes: tuple[AccountClass, ...] = ()
    group_terms: tuple[GroupTerm, ...] = ()
    subject_kinds: tuple[SubjectKind, ...] = ()
    tasks: Annotated[tuple[Task, ...], unique_by("填报任务", lambda task: task.code)]
    roles: Annotated[tuple[RoleCode, ...], unique_by("角色", str)] = ()
    papers: Annotated[tuple[PaperUse, ...], unique_by("材料", lambda paper: paper.code)] = ()
    chain: Annotated[tuple[Step, ...], unique_by("审批环节", lambda step: step.code)]
    checks: Annotated[tuple[CheckCode, ...], unique_by("系统核对", str)] = ()
    triggers: tuple[FieldCode | Literal["team"], ...] = ()
    trigger_article: str = ""
    issues_certificate: bool = False
    print_form: str = ""

    @field_validator("chain")
    @classmethod
    def _decides(cls, chain: tuple[Step, ...]) -> tuple[Step, ...]:
        if not any(step.waits and not step.optional for step in chain):
            raise PydanticCustomError(
                "no_deciding_step", "审批链没有作出决定的环节，请至少加入一个必经的批准、签署或记录环节。", {}
            )
        return chain

    @model_validator(mode="after")
    def _says_why_no_limit(self) -> "FilingKind":
        if self.limit is None and not self.limit_note:
            raise PydanticCustomError("no_limit", "未设期限时，请在 limit_note 写明不计逾期的原因。", {})
        return self

    @property
    def key(self) -> str:
        """Kind and variant in one word, unique in the edition."""
        return f"{self.kind}.{self.variant}"

    @property
    def name(self) -> str:
        """Label with its variant where there are several, e.g. 开通备案（主管部门同意）."""
        return self.label if self.variant == "standard" else f"{self.label}（{self.variant_label}）"

    @property
    def mode_label(self) -> str:
        """先审批，后开通 and the like; what follows an opening is not opened but done (办理)."""
        said = v.MODES[self.mode]
        return said if self.kind in ("open", "legacy") else said.replace("开通", "办理")

    @property
    def check_labels(self) -> list[str]:
        """The system checks in words."""
        return [v.CHECKS[code] for code in self.checks]

    @property
    def fields(self) -> tuple[FieldUse, ...]:
        """Every field of every task, in order."""
        return tuple(use for task in self.tasks for use in task.fields)

    def asks(self, code: str) -> bool:
        """Whether the form has this field."""
        return any(use.code == code for use in self.fields)

    @property
    def deciding_steps(self) -> tuple[Step, ...]:
        """The steps that wait for a person."""
        return tuple(step for step in self.chain if step.waits)
