"""Where activity and assessment stand in the navigation (导航)."""

from newmedia_portal.core.ui import navigation

from .desk import waiting
from .enforcing.desk import waiting_cases
from .inspecting.desk import my_findings, to_check

navigation.register("发布数据", "assessments:items", perm="assessments.list_activity", order=41, group="账号",
                    also=("assessments:accounts", "assessments:tokens"))  # fmt: skip
navigation.register(
    "静默监测",
    "assessments:watch",
    perm="assessments.list_activity",
    counter=waiting,
    order=44,
    testid="watch-count",
    group="账号",
    also=("assessments:activity", "assessments:pauses"),
)
navigation.register("新媒体矩阵", "assessments:matrix", perm="assessments.list_activity", order=43, group="账号")
navigation.register(
    "处置与表彰",
    "assessments:enforcements",
    perm="assessments.list_enforcement",
    counter=waiting_cases,
    order=47,
    testid="enforcement-count",
    group="检查考核",
)
navigation.register(
    "检查抽查",
    "assessments:inspections",
    perm="assessments.view_inspections",
    counter=to_check,
    order=45,
    testid="inspection-count",
    group="检查考核",
    also=("assessments:my-checks", "assessments:watch-list"),
)
navigation.register(
    "问题整改",
    "assessments:findings",
    perm="assessments.view_inspections",
    counter=my_findings,
    order=46,
    testid="finding-count",
    group="检查考核",
    also=("assessments:notices",),
)
navigation.register("运行看板", "assessments:dashboard", perm="assessments.view_outputs", order=45, group="检查考核")
navigation.register("通报", "assessments:bulletins", perm="assessments.view_outputs", order=48, group="检查考核")
navigation.register("考核评比", "assessments:quarters", perm="assessments.list_quarters", order=47, group="检查考核")
