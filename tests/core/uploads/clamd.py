"""A small server that speaks clamd's INSTREAM; it finds the word that every scanner is tried with."""

import socket
import struct
import threading
from types import TracebackType

#: The harmless text that scanners agree to call a virus, put together here so that no scanner finds it in this file.
TRIAL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Listens on a local port or a socket file until it is left; `seen` are the files it was sent."""

    def __init__(self, path: str = "", *, limit: int = 10**9, answer: bytes = b"", deaf: bool = False) -> None:
        family = socket.AF_UNIX if path else socket.AF_INET
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(path or ("127.0.0.1", 0))
        self.listener.listen(5)
        self.limit, self.answer, self.deaf = limit, answer, deaf
        self.seen: list[bytes] = []
        self.address = f"clamd://{path}" if path else f"clamd://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Clamd":
        self.thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.listener.close()

    def _run(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line:
                self._serve(line)

    def _serve(self, line: socket.socket) -> None:
        if self.deaf:
            line.recv(1)
            threading.Event().wait(3)
            return
        stream = line.makefile("rb")
        if stream.read(10) != b"zINSTREAM\0":
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        held = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            held += stream.read(size)
            if len(held) > self.limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(held)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if TRIAL in held else b"stream: OK\0"
        line.sendall(self.answer or found)
