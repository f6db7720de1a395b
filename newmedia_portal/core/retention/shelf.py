"""The rules of the ground floor itself."""

from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from ..exports.models import Export
from ..exports.states import ExportState
from ..jobs.models import JobRun, OutboxItem
from ..notices.models import Delivery, Notice
from ..notices.states import DeliveryState
from .rules import Rule, add_rule

LOGS, NOTICES = "RETENTION_LOGS_DAYS", "RETENTION_NOTICES_DAYS"
LAW = "《网络安全法》第二十三条：日志不少于六个月；每日任务清理"


def _deliveries(before: datetime) -> QuerySet:
    over = [DeliveryState.SENT, DeliveryState.FOLDED, DeliveryState.DEAD]
    return Delivery.objects.filter(created_at__lt=before, status__in=over)


def _outbox(before: datetime) -> QuerySet:
    return OutboxItem.objects.filter(Q(done_at__lt=before) | Q(failed_at__lt=before))


def _exports(before: datetime) -> QuerySet:
    return Export.objects.filter(state__in=ExportState.within("final"), asked_at__lt=before)


add_rule(Rule("audit", "审计日志", "RETENTION_AUDIT_DAYS", "到期后由属主执行 audit_archive 封存成文件，不自动删除"))
add_rule(Rule("deliveries", "消息外发记录", LOGS, LAW, _deliveries))
add_rule(Rule("runs", "后台任务的运行记录", LOGS, LAW, lambda before: JobRun.objects.filter(finished_at__lt=before)))
add_rule(Rule("outbox", "已办完的排队任务", LOGS, LAW, _outbox))
add_rule(Rule("sign_in", "登录成功的记录", LOGS, LAW, lambda before: AccessLog.objects.filter(attempt_time__lt=before)))
add_rule(
    Rule(
        "sign_in_failed", "登录失败的记录", LOGS, LAW,
        lambda before: AccessFailureLog.objects.filter(attempt_time__lt=before),
    )
)  # fmt: skip
add_rule(
    Rule(
        "sign_in_locked", "登录锁定的记录", LOGS, LAW,
        lambda before: AccessAttempt.objects.filter(attempt_time__lt=before),
    )
)  # fmt: skip
add_rule(Rule("exports", "导出的登记（文件见下）", LOGS, LAW, _exports))
add_rule(
    Rule(
        "notices", "已读的站内消息", NOTICES, "未读的不删；每日任务清理",
        lambda before: Notice.objects.filter(read_at__lt=before, created_at__lt=before),
    )
)  # fmt: skip
add_rule(
    Rule("sessions", "已失效的登录会话", "（固定）", "失效的次日删除，不含内容",
         lambda before: Session.objects.filter(expire_date__lt=before), fixed=1)
)  # fmt: skip
add_rule(Rule("export_files", "导出的文件", "（固定）", "由“清理过期的导出文件”删除", fixed=7))
add_rule(Rule("sent_forms", "防重复提交的标记", "（固定）", "由“清理已提交表单的标记”删除", fixed=2))
add_rule(Rule("duty_uploads", "未确认导入的值守表格", "（固定）", "由“清理未导入的值守表格”删除", fixed=7))
