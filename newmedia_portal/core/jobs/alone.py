"""One at a time (互斥): work over many rows waits for its like instead of crossing it."""

import zlib

from django.db import connection


def alone(name: str) -> None:
    """Wait until no other transaction works under this name; held until the transaction ends.

    On SQLite every writing transaction is alone already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
