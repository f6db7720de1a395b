"""The portal as gunicorn serves it by deploy/gunicorn.conf.py, alone and without people: for what concerns lines."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.machinery import ROOT, Started, answers, free_port, listens, wait_for


@contextmanager
def served(**settings: str) -> Iterator[tuple[int, Started]]:
    """Serve the portal while this is open; give its port and its process.

    With a certificate it answers once its worker has started.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test", "DATABASE_URL": "",
            "WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1", "VAR_DIR": folder, "METRICS_DIR": f"{folder}/metrics",
            **settings,
        }  # fmt: skip
        words = ["-m", "gunicorn", "--config", str(ROOT / "deploy/gunicorn.conf.py"), "newmedia_portal.wsgi"]
        web = Started("web", [sys.executable, *words], env, Path(folder))
        web.start()
        try:
            closed = "WEB_TLS_CERTIFICATE" in settings
            wait_for("portal", lambda: listens("127.0.0.1", port) if closed else answers(port, "/healthz") == 200)
            yield port, web
        finally:
            web.stop()
