"""People and their posts (人员与任职)."""

from .gaps import Gap, post_gaps
from .persons import add_person, change_person, set_instance_role, set_password, show_phone
from .posts import appoint, end_post, hand_over, record_training
from .records import record_staff

__all__ = [
    "Gap",
    "add_person",
    "appoint",
    "change_person",
    "end_post",
    "hand_over",
    "post_gaps",
    "record_staff",
    "record_training",
    "set_instance_role",
    "set_password",
    "show_phone",
]
