"""The rules of the pre-check (预审规则): category, grade, whether they hold under every edition, and on what ground."""

from dataclasses import dataclass

from .hits import Grade

BLOCK, WARN, HINT = (str(grade) for grade in Grade)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of find. A general rule holds even where the edition does not switch its category on."""

    code: str
    label: str
    category: str
    grade: str
    general: bool = True
    ground: str = "通用文字规范"


SECRETS = "保守国家秘密法律法规"
PRIVACY = "个人信息保护法律"
ADVERTISING = "广告法律关于用语的规定"
LINKS = "通用链接规则"
OWN = "预审自身说明"

_RULES = (
    Rule("term", "敏感词", "P11", WARN, general=False),
    Rule("deny", "必查词", "P11", BLOCK, general=False),
    Rule("homophone", "谐音", "P11", WARN, general=False),
    Rule("typo", "错别字词", "P26", WARN),
    Rule("name", "名称有误", "P26", WARN),
    Rule("title", "姓名职务不符", "P26", WARN),
    Rule("order", "排序有误", "P26", WARN),
    Rule("full", "首次须用全称", "P26", HINT),
    Rule("ad", "广告用语", "P18", HINT, ground=ADVERTISING),
    Rule("resident_id", "居民身份证号", "P25", BLOCK, ground=PRIVACY),
    Rule("mobile", "手机号码", "P25", WARN, ground=PRIVACY),
    Rule("bank_card", "银行卡号", "P25", BLOCK, ground=PRIVACY),
    Rule("passport", "护照号码", "P25", BLOCK, ground=PRIVACY),
    Rule("plate", "车牌号码", "P25", WARN, ground=PRIVACY),
    Rule("address", "住址", "P25", WARN, ground=PRIVACY),
    Rule("secrecy_mark", "密级标志", "P02", BLOCK, ground=SECRETS),
    Rule("secret_number", "涉密文号", "P02", BLOCK, ground=SECRETS),
    Rule("internal", "内部资料字样", "P12", WARN, ground=SECRETS),
    Rule("source", "缺来源项", "P23", WARN, general=False),
    Rule("title_changed", "标题与原文不同", "P23", HINT, general=False),
    Rule("current_affairs", "时政类信息", "P19", BLOCK, general=False),
    Rule("link_broken", "链接无效", "P26", WARN, ground=LINKS),
    Rule("link_address", "链接指向裸地址", "P23", WARN, ground=LINKS),
    Rule("link_short", "短链接", "P23", WARN, ground=LINKS),
    Rule("link_denied", "禁用网站", "P23", BLOCK, ground=LINKS),
    Rule("link_foreign", "站外链接", "P23", HINT, ground=LINKS),
    Rule("no_such_day", "日期不存在", "P26", WARN),
    Rule("weekday", "星期与日期不符", "P26", WARN),
    Rule("backwards", "起止颠倒", "P26", WARN),
    Rule("percent_sum", "百分比之和有误", "P26", WARN),
    Rule("part_sum", "分项之和大于总数", "P26", WARN),
    Rule("item_count", "项数不符", "P26", WARN),
    Rule("change", "增减幅度不符", "P26", WARN),
    Rule("two_values", "同一数量前后不一", "P26", HINT),
    Rule("too_long", "文字过长", "P26", WARN, ground=OWN),
    Rule("too_many", "命中过多", "P26", WARN, ground=OWN),
)
RULES: dict[str, Rule] = {rule.code: rule for rule in _RULES}
