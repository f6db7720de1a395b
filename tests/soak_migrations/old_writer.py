"""Run inside the files of the first release, by its own code: filings from the draft to the register, over and over.

Arguments: the file whose existence ends it, and where the report goes. What fails is noted, never passed over.
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import close_old_connections  # noqa: E402

from tests.filings import making  # noqa: E402
from tests.world import build  # noqa: E402


def main(stop: Path, report: Path) -> None:
    """Write until told to stop; report the filings, the slowest trip in seconds, and the errors."""
    world = build(mark="old")
    report.with_suffix(".ready").touch()
    done, errors, slowest = [], [], 0.0
    while not stop.exists():
        began = time.monotonic()
        number = len(done) + len(errors)
        try:
            filing = making.approved(world, name=f"示例发布{number}", platform_id=f"shili_{number}")
            done.append(filing.pk)
        except Exception as error:  # every error is a result here
            errors.append(f"{type(error).__name__}: {error}"[:500])
            close_old_connections()
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.2)
    report.write_text(json.dumps({"filings": done, "errors": errors, "slowest": slowest}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
