"""Messages as mail (邮件): short, with one link, and the same identity however often it is tried."""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.core.validators import validate_email

from ..exports.mailing import sends_mail
from .links import link_to, site
from .models import Delivery
from .robots import Undelivered

__all__ = ["message_for", "send", "sends_mail"]


def message_for(delivery: Delivery) -> EmailMessage:
    """Return the mail; the subject is one line whatever the title holds."""
    link = link_to(delivery.notice) if delivery.notice else f"{site()}{delivery.url or '/messages/'}"
    lines = [
        f"{delivery.user}：",
        delivery.title,
        delivery.body,
        f"请打开（需要登录）：{link}",
        f"不想再收到这类邮件，请在“消息设置”中更改：{site()}/messages/settings/",
    ]
    return EmailMessage(
        " ".join(delivery.title.split()),
        "\n\n".join(line for line in lines if line),
        to=[delivery.user.email if delivery.user else ""],
        headers={"Message-ID": f"<delivery-{delivery.pk}@portal>"},
    )


def send(delivery: Delivery) -> str:
    """Send it; raises Undelivered, final where the address or the header is refused."""
    user = delivery.user
    if user is None or not user.is_active or not user.email:
        raise Undelivered("收件人已停用或没有邮箱。", final=True)
    try:
        validate_email(user.email)
        sent = message_for(delivery).send()
    except (BadHeaderError, ValidationError):
        raise Undelivered("邮箱地址不合规范，请系统管理员更正。", final=True) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise Undelivered(f"邮件服务器拒收 {code} {words}", final=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("utf-8", "replace")
        raise Undelivered(f"邮件服务器答复 {error.smtp_code} {words}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"邮件服务器不可用：{error}") from error
    if not sent:
        raise Undelivered(f"没有发出（{settings.EMAIL_BACKEND.rpartition('.')[2]}）。")
    return "邮件服务器已收下"
