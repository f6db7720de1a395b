"""What a ledger column can mean (列含义), and under which headings offices write it."""

from dataclasses import dataclass

EXTRA = "extra"
"""Keep the column beside the register entry (原台账其他列)."""
IGNORE = "ignore"
"""Leave the column out, as with running numbers."""
MANAGER_PHONE = "manager_phone"
"""Name and phone in one cell."""


@dataclass(frozen=True)
class Field:
    """A meaning: its code, its heading in exports, other headings, and how long its text may be."""

    code: str
    title: str
    synonyms: tuple[str, ...] = ()
    limit: int = 200
    width: float = 14


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIELDS: tuple[Field, ...] = (
    Field(
        "unit",
        "单位名称",
        _words(
            "单位 主办单位 主办单位名称 账号主办单位 开办单位 开设单位 所属单位 责任单位 运营单位 运维单位 管理单位 "
            "单位(部门) 单位(部门)名称 单位或部门 部门 部门名称 单位全称 使用单位 主办部门"
        ),
        120,
        26,
    ),
    Field(
        "name",
        "账号名称",
        _words(
            "名称 账号名 账号 昵称 账号昵称 新媒体名称 新媒体账号名称 政务新媒体名称 政务新媒体账号名称 公众号名称 "
            "平台账号名称 账号全称 群名称 网站名称 应用名称"
        ),
        200,
        26,
    ),
    Field(
        "platform",
        "平台类型",
        _words("平台 平台名称 所属平台 账号平台 开设平台 发布平台 平台类别 账号类型 账号类别 新媒体类型 类型 类别"),
        40,
    ),
    Field(
        "platform_id",
        "账号ID",
        _words("ID UID 账号标识 账号号码 平台ID 原始ID 微信号 平台账号 平台账号ID 账号ID号"),
        120,
        20,
    ),
    Field("link", "链接地址", _words("链接 网址 账号链接 访问地址 URL 主页链接 主页地址 网页地址 账号网址"), 500, 30),
    Field(
        "opened_on",
        "开通时间",
        _words("开通日期 开设时间 开设日期 注册时间 注册日期 上线时间 创建时间 开办时间 建立时间"),
        40,
    ),
    Field("certified", "认证情况", _words("是否认证 认证 认证状态 是否已认证 官方认证 认证与否"), 60, 10),
    Field("leader", "主要负责人", _words("负责人 单位负责人 主要领导 账号负责人 主要负责人姓名 负责人姓名"), 200, 12),
    Field("deputy", "分管负责人", _words("分管领导 分管领导姓名 分管负责人姓名 分管"), 200, 12),
    Field(
        "manager",
        "管理员",
        _words(
            "账号管理员 管理人员 后台管理员 管理员姓名 运维人员 运营人员 维护人员 联络员 信息员 "
            "联系人 联系人姓名 经办人 具体管理员 具体负责人"
        ),
        200,
        12,
    ),
    Field(
        "phone",
        "联系电话",
        _words("电话 联系方式 手机 手机号 手机号码 电话号码 管理员电话 管理员联系电话 联系人电话 管理员手机 办公电话"),
        60,
        18,
    ),
    Field(
        "last_update",
        "最近更新时间",
        _words("最后更新时间 最近更新日期 最后更新日期 最近发布时间 最新更新时间 更新时间 最后发文时间 最近更新"),
        40,
    ),
    Field("run_status", "运行状态", _words("状态 账号状态 运行情况 运营状态 当前状态 使用状态"), 60, 12),
    Field("closed_on", "注销时间", _words("注销日期 关停时间 关停日期 关闭时间 关闭日期 停用时间 停用日期"), 40),
    Field("certificate_no", "备案编号", _words("备案号 备案证号 备案登记号 备案序号"), 200, 20),
    Field("remark", "备注", _words("备注说明 其他说明 说明"), 5000, 40),
)
BY_CODE = {field.code: field for field in FIELDS}
TITLES = {field.code: field.title for field in FIELDS} | {
    MANAGER_PHONE: "管理员及联系电话",
    EXTRA: "作为其他列保留",
    IGNORE: "不导入",
}
DATES = ("opened_on", "closed_on", "last_update")
IDENTITY = ("unit", "name", "platform", "platform_id", "link")
"""Fields of which at least one stands in every row of data."""
