"""Looking for viruses (病毒检查): clamd by its own protocol, or a command; without either nothing is scanned.

Where a scanner is named, a file that it has not looked at is not taken.
"""

import contextlib
import shlex
import socket
import struct
import subprocess
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
#: clamd answers in one line.
MOST_ANSWER = 4096


class Infected(Exception):
    """The scanner found something; `name` is what it calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unavailable(Exception):
    """The scanner did not answer, or answered that it could not look."""


def inspect(stream: BinaryIO) -> None:
    """Return if the scanner named in UPLOAD_SCANNER finds nothing, or if none is named; leaves the file at its start.

    Raises Infected or Unavailable.
    """
    address = settings.UPLOAD_SCANNER
    if not address:
        return
    stream.seek(0)
    try:
        if address.startswith("command:"):
            _by_command(stream, shlex.split(address.removeprefix("command:")))
        else:
            _by_clamd(stream, address)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(str(error)) from error
    finally:
        stream.seek(0)


def _by_clamd(stream: BinaryIO, address: str) -> None:
    """Send the file in pieces (INSTREAM) and read the one line of the answer."""
    with _connected(address) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # clamd hangs up on a file over its own limit; its answer says so
        answer = _answer(line)
    said = answer.removeprefix("stream: ")
    if said.endswith(" FOUND"):
        raise Infected(_word(said.removesuffix(" FOUND")))
    if said != "OK":
        raise Unavailable(answer)


def _connected(address: str) -> socket.socket:
    """Return a connection to clamd: clamd:///run/clamd.sock or clamd://host:port."""
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=settings.UPLOAD_SCANNER_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(settings.UPLOAD_SCANNER_SECONDS)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    held = b""
    with contextlib.suppress(ConnectionResetError):
        while len(held) < MOST_ANSWER and b"\0" not in held and (piece := line.recv(MOST_ANSWER)):
            held += piece
    return held.split(b"\0")[0].decode("utf-8", "replace").strip()


def _by_command(stream: BinaryIO, command: list[str]) -> None:
    """Run a program that reads the file from its input: 0 clean, 1 infected, anything else not looked at."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        try:
            done = run.communicate(stream.read(), timeout=settings.UPLOAD_SCANNER_SECONDS)[0]
        except subprocess.TimeoutExpired:
            run.kill()
            raise
    if run.returncode == 1:
        last = done.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise Infected(_word(last[0].removeprefix("stdin: ").removesuffix(" FOUND")))
    if run.returncode != 0:
        raise Unavailable(f"exit code {run.returncode}")


def _word(name: str) -> str:
    """Return the scanner's word for what it found, fit to be shown."""
    return "".join(sign for sign in name if sign.isprintable())[:80] or "病毒"
