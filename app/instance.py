"""One Puna a home: a lock that names who has it, and a socket that asks the first to show itself.

The socket is local: nothing here listens to a network. Knows no window; `asked` is for whoever has
one. Needs a QCoreApplication, and no running event loop until `asked` is to be heard.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QLockFile, QObject, QSysInfo, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from engine.paths import Home

Claim = Literal["first", "passed", "held", "unlocked"]

PATIENCE_S = 10.0  # a Puna that is just closing may take this long to let go of its lock
ANSWER_MS = 3000
LINE_BYTES = 64 * 1024
_PAUSE_S = 0.1


class Wish(msgspec.Struct, frozen=True):
    """What a second start asks of the first: to come up, and to open `file` where there is one.

    `token` is what Wayland gave the second start, to let the first raise its window.
    """

    file: str = ""
    token: str = ""


class Instance(QObject):
    """This program's hold on a home."""

    asked = Signal(object)  # Wish of a second start

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = home.lock
        self._lock = QLockFile(str(home.lock))
        self._lock.setStaleLockTime(0)  # only the end of its process makes a lock stale, not time
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self, wish: Wish | None, patience: float = PATIENCE_S) -> Claim:
        """Take the home, or pass `wish`, unless it is None, on to the Puna that has it.

        `first`: it is ours. `passed`: the other one has taken the wish. `held`: the other one is
        on another computer, or did not answer within `patience` s (see `holder`). `unlocked`: the
        home cannot be written, so there is no lock and no other start can find us.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return "unlocked"
        until = time.monotonic() + patience
        while True:
            if self._take():
                return "first"
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                return "unlocked"
            if wish is not None and self._pass_on(wish):
                return "passed"
            if wish is None or self.holder() or time.monotonic() > until:
                return "held"
            time.sleep(_PAUSE_S)

    def holder(self) -> str:
        """The name of the other computer that has the home; empty where it is this one."""
        _, host, _ = self._lock.getLockInfo()
        return "" if host == QSysInfo.machineHostName() else str(host)

    def take_over(self) -> Claim:
        """Take the home from whoever has it, because the user says so."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return "unlocked"
        return "first" if self._take() else "unlocked"

    def close(self) -> None:
        """Let go of the home. Call it when nothing writes there any more."""
        self._server.close()
        self._lock.unlock()

    def _take(self) -> bool:
        if not self._lock.tryLock(0):
            return False
        name = server_name(self._path)
        QLocalServer.removeServer(name)  # left by a Puna that was killed: we have the lock
        self._server.listen(name)  # where this fails, a second start says that we do not answer
        return True

    def _pass_on(self, wish: Wish) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(server_name(self._path))
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(msgspec.json.encode(wish) + b"\n")
        socket.flush()
        return socket.waitForReadyRead(ANSWER_MS) and bytes(socket.readAll().data()) == b"ok\n"

    @Slot()
    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            read: Callable[[], None] = partial(self._read, socket)
            socket.readyRead.connect(read)
            socket.disconnected.connect(socket.deleteLater)
            read()

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LINE_BYTES:
                socket.abort()
            return
        try:
            wish = msgspec.json.decode(bytes(socket.readLine().data()), type=Wish)
        except (msgspec.DecodeError, UnicodeDecodeError):
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.asked.emit(wish)


def server_name(lock: Path) -> str:
    """The socket of the home with that lock: the same for every way to write its path."""
    digest = hashlib.sha256(os.fsencode(lock.parent.resolve())).hexdigest()[:20]
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    name = f"puna-{digest}"
    return str(Path(folder) / name) if Path(folder).is_absolute() else name
