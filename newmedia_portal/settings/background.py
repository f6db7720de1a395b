"""Settings of background work (后台任务): Celery over Redis, or the embedded worker where there is no Redis."""

from typing import Any


def celery(redis_url: str) -> dict[str, Any]:
    """Return the settings of Celery; times are in seconds.

    The worker outlasts any absence of the broker: it asks again every half minute at most, for ever. Nor may such a
    broker hold up the person who has just saved: one try, one second; one that is frozen, three (the worker waits one
    second at a time for what comes).
    """
    return {
        "CELERY_BROKER_URL": redis_url or "memory://",
        "CELERY_TASK_ALWAYS_EAGER": not redis_url,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "max_retries": 0,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
            "socket_connect_timeout": 1,
            "socket_timeout": 3,
        },
        "CELERY_TIMEZONE": "Asia/Shanghai",
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_BEAT_SCHEDULE": {"tick": {"task": "core.tick", "schedule": 60.0}},
    }
