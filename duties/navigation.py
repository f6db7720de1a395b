"""Where duty work stands in the navigation (导航)."""

from newmedia_portal.core.ui import navigation

from .desk import waiting_reposts
from .impostors.desk import my_cases
from .incidents.desk import running_incidents
from .inquiries.desk import waiting_messages

navigation.register(
    "转发任务", "duties:reposts", perm="duties.list_reposts", counter=waiting_reposts, order=36, testid="reposts-count"
)
navigation.register(
    "留言",
    "duties:messages",
    perm="duties.view_duty",
    counter=waiting_messages,
    order=37,
    testid="messages-waiting",
    group="值守",
)
navigation.register(
    "事件",
    "duties:incidents",
    perm="duties.view_duty",
    counter=running_incidents,
    order=38,
    testid="incidents-count",
    group="值守",
)
navigation.register("值班", "duties:rosters", perm="duties.view_duty", order=39, group="值守")
navigation.register(
    "假冒账号",
    "duties:impostors",
    perm="duties.view_duty",
    counter=my_cases,
    order=38,
    testid="impostors-count",
    group="值守",
)
navigation.register("队伍管理", "duties:people", perm="duties.view_duty", order=39, group="值守")
