"""Forms of a filing, built from what the edition asks (填报表单)."""

from .people import people_formset, read_people
from .tasks import TaskForm

__all__ = ["TaskForm", "people_formset", "read_people"]
