"""How gunicorn serves the portal: `gunicorn --config deploy/gunicorn.conf.py newmedia_portal.wsgi:application`.

Settings come from the environment; what stands here are defaults of a serving process: several workers, a limit for
statements, figures added up over the workers.
"""

import os
import shutil
import ssl
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("WEB_WORKERS", "3")
if os.environ.get("DATABASE_POOLED", "0") not in {"1", "true", "yes", "on"}:
    os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "30")
os.environ.setdefault("METRICS_DIR", str(Path(tempfile.gettempdir()) / f"portal-metrics-{os.getpid()}"))

from newmedia_portal.core.operating import logs

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ["WEB_WORKERS"])
# A certificate of the inner network and its key (files): nginx then comes over TLS, or not at all.
certfile = os.environ.get("WEB_TLS_CERTIFICATE") or None
keyfile = os.environ.get("WEB_TLS_KEY") or None
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
# Longer than nginx keeps an idle connection (30 s): the side that sends is the one that closes.
keepalive = 75
max_requests = 2000
max_requests_jitter = 200
# The portal writes one line for each request itself: without the query, with request id and milliseconds.
accesslog = None
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True

_lines = logs.configuration(os.environ.get("LOG_FORM", "json"))
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": _lines["formatters"],
    "handlers": {"console": _lines["handlers"]["console"]},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}


def ssl_context(config, default_ssl_context_factory):
    """Take TLS 1.2 or newer."""
    context = default_ssl_context_factory()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def on_starting(server):
    """Begin with empty figures: those of an earlier start are of processes that are gone."""
    folder = Path(os.environ["METRICS_DIR"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)


def child_exit(server, worker):
    """Put the figures of an ended worker together with those of the ones before it."""
    from newmedia_portal.core.operating.metrics import gather

    gather(os.environ["METRICS_DIR"], worker.pid)


def on_exit(server):
    """Leave nothing behind."""
    shutil.rmtree(os.environ["METRICS_DIR"], ignore_errors=True)
