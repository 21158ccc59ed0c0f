"""A window whose disk becomes full in the middle of something, told as a line of JSON.

`python full_disk_window.py MOMENT HOME SCRIPT PICTURES`: HOME is the root of a small file system.
Chats and backups are made, the disk is filled to the last byte at MOMENT (see `MOMENTS`), and
emptied again. Told is what the window said, and every fault: something that was kept before and is
not there now, an old file destroyed, words that do not help, or saving that does not come back.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from helpers.person import Person
from helpers.store_user import fill_disk
from helpers.whole import problems
from PySide6.QtWidgets import QLabel

from app.application import demo_model, make_qt
from engine.exchange import write_json
from engine.files import load_settings, save_settings
from engine.paths import Home
from engine.settings import Settings
from engine.store.tree import ChatTree, TreeMessage

REPLY = " ".join(f"word{number}" for number in range(150))
IMPORTED = 100
ROOM = 3_000_000
"""Bytes left to an import that needs a few times as many."""
ADVICE = "Free some space"


class Disk:
    """The home, what must outlive everything, and the disk below it."""

    def __init__(self, home: Home, person: Person) -> None:
        self.home = home
        self.person = person
        self.ballast = home.root / "ballast"
        self.faults: list[str] = []
        self.said = ""
        self.chats = self.texts()
        self.files = {path: _sum(path) for path in sorted(home.backups.glob("*.db"))}
        self.settings = home.settings.read_bytes()

    def fill(self) -> None:
        fill_disk(self.ballast)
        free = os.statvfs(self.home.root).f_bavail
        if free:
            self.faults.append(f"{free} blocks are free still")

    def empty(self) -> None:
        self.ballast.unlink()

    def texts(self) -> dict[int, str]:
        """What the messages of the store say."""
        future = self.person.application.store.call(
            lambda chats: {
                i: m.content for c in chats.list() for i, m in chats.messages(c.id).items()
            }
        )
        return future.result(30)

    def hear(self, words: str) -> None:
        """The window says this; it must help."""
        self.said = words
        if ADVICE not in words:
            self.faults.append(f"the words do not help: {words!r}")

    def check(self, when: str) -> None:
        """Everything that was kept is there."""
        now = self.texts()
        lost = [i for i, text in self.chats.items() if now.get(i) != text]
        self.faults += [f"{when}: message {number} is not what it was" for number in lost]
        for path, digest in self.files.items():
            if not path.exists() or _sum(path) != digest:
                self.faults.append(f"{when}: {path.name} is not what it was")
        kept = self.home.settings.read_bytes()
        if not kept.startswith(b"{") or json.loads(kept)["version"] != 1:
            self.faults.append(f"{when}: the settings are not whole")
        if not self.person.window.isVisible():
            self.faults.append(f"{when}: the window is gone")


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def banner(person: Person) -> str:
    """All the lines of the banner."""
    return "\n".join(notice.label.text() for notice in person.window.banner.notices)


def ask(person: Person, text: str) -> str:
    """Send a message as a person does; the reply."""
    person.window.show_chat()
    person.window.activateWindow()  # a dialog may have been in front
    person.until(person.window.isActiveWindow)
    person.type(text)
    person.press(person.ENTER)
    person.until(lambda: person.application.session.state != "idle")
    return person.answered().content


# The moments. Each fills the disk, has the window say so, empties it, and shows that saving works.


def sending(disk: Disk) -> None:
    person = disk.person
    session = person.application.session
    disk.fill()
    person.type("Sent on a full disk")
    person.press(person.ENTER)
    person.until(lambda: ADVICE in banner(person))
    person.until(lambda: session.state == "idle")
    disk.hear(banner(person))
    there = [message.content for message in session.path()]
    if "Sent on a full disk" not in (*there, person.chat.composer.text()):
        disk.faults.append("what was typed is neither sent nor in the box")
    person.picture("full-disk-sending")
    disk.check("full")
    disk.empty()
    person.until(lambda: person.application.watch.writable)
    if "Sent on a full disk" not in there:
        person.press(person.ENTER)
        person.until(lambda: session.state != "idle")
        person.answered()
    elif session.temporary:
        session.keep()
    person.until(lambda: "Sent on a full disk" in disk.texts().values())


def streaming(disk: Disk) -> None:
    person = disk.person
    person.type("Stream, please")
    person.press(person.ENTER)
    person.until(lambda: (reply := person.reply()) and 50 < len(reply.content) < 400)
    number = person.reply().id
    disk.fill()
    whole = person.answered()
    person.until(lambda: ADVICE in banner(person))
    disk.hear(banner(person))
    if whole.content != REPLY or REPLY not in person.sees().replace("\n", " "):
        disk.faults.append("the reply on the screen is not whole")
    person.picture("full-disk-streaming")
    disk.check("full")
    disk.empty()
    person.until(lambda: disk.texts().get(number) == REPLY)
    person.until(lambda: ADVICE not in banner(person))


def settings(disk: Disk) -> None:
    person = disk.person
    disk.fill()
    person.application.preferences.change(max_tokens=321, system_prompt="Be kind. " * 2000)
    person.until(lambda: ADVICE in banner(person))
    disk.hear(banner(person))
    person.picture("full-disk-settings")
    disk.check("full")
    if disk.home.settings.read_bytes() != disk.settings:
        disk.faults.append("the settings on the disk are others than before")
    disk.empty()
    person.until(lambda: load_settings(disk.home.settings).max_tokens == 321)
    person.until(lambda: ADVICE not in banner(person))


def backup(disk: Disk) -> None:
    person = disk.person
    section = person.window.data.backups
    person.window.show_data()
    person.until(section.isVisible)
    disk.fill()
    section.back_up()
    person.until(section.make_button.isEnabled)
    person.until(lambda: ADVICE in section.status.text())
    disk.hear(section.status.text())
    person.picture("full-disk-backup")
    disk.check("full")
    disk.empty()
    section.back_up()
    person.until(section.make_button.isEnabled)
    if len(list(disk.home.backups.glob("*.db"))) == len(disk.files):
        disk.faults.append(f"no backup was made: {section.status.text()}")


def importing(disk: Disk) -> None:
    person = disk.person
    source = disk.home.root.parent / "chats.json"
    write_json(iter(_trees()), source)
    fill_disk(disk.ballast)
    # Some of it has room, so that the disk is full in the middle of it.
    os.truncate(disk.ballast, disk.ballast.stat().st_size - ROOM)
    told = _import(person, source, "full-disk-import")
    disk.hear(told)
    disk.check("full")
    some = len(disk.texts()) - len(disk.chats)
    if some >= 2 * IMPORTED:
        disk.faults.append("the disk was not full in the middle of the import")
    disk.empty()
    person.until(lambda: person.application.watch.writable)
    _import(person, source, "full-disk-import-again")
    there = len(disk.texts()) - len(disk.chats)
    if there != 2 * IMPORTED:
        disk.faults.append(f"{there} messages of {2 * IMPORTED} are there after the import")


def _import(person: Person, source: Path, picture: str) -> str:
    """Import as a person does; what the dialog told in the end."""
    dialog = person.window.data.import_chats()
    dialog.begin(str(source))
    person.until(dialog.telling.isVisible)
    told = " ".join(label.text() for label in dialog.telling.findChildren(QLabel))
    person.picture(picture, dialog)
    dialog.reject()
    return told


def _trees() -> list[ChatTree]:
    def message(key: str, parent: str | None, role: str) -> TreeMessage:
        return TreeMessage(key, parent, role, f"{key} " * 10_000, 1.7e9, reason="stop")

    return [
        ChatTree(
            key=f"imported-{number}",
            title=f"Imported {number}",
            messages=(message("q", None, "user"), message("a", "q", "assistant")),
            leaf="a",
            created_at=1.7e9,
            updated_at=1.7e9,
        )
        for number in range(IMPORTED)
    ]


def closing(disk: Disk) -> None:
    """Closed and opened again while nothing can be written."""
    person = disk.person
    disk.fill()
    person.close()
    person = disk.person = person.come_again()
    person.until(lambda: ADVICE in banner(person))
    disk.hear(banner(person))
    person.until(lambda: person.chat.list.view.model().rowCount() > 0)
    person.picture("full-disk-closing")
    disk.check("full")
    disk.empty()
    person.until(lambda: person.application.watch.writable)


MOMENTS = {
    moment.__name__: moment for moment in (sending, streaming, settings, backup, importing, closing)
}


def main(moment: str, root: str, script: str, pictures: str) -> None:
    home = Home(Path(root))
    save_settings(home.settings, Settings(language="en", max_tokens=9999))
    person = Person(make_qt(), home, Path(pictures), demo_model(script))
    for text in ("The first message", "第二条消息"):
        ask(person, text)
    person.application.desk.back_up()
    person.until(lambda: list(home.backups.glob("*.db")))
    disk = Disk(home, person)
    MOMENTS[moment](disk)
    disk.check("with space again")
    reply = ask(disk.person, "Afterwards")
    number = disk.person.reply().id
    disk.person.until(lambda: disk.texts().get(number) == reply)
    disk.person.close()
    disk.faults += [f"the database: {fault}" for fault in problems(home.database)]
    sys.stdout.write(json.dumps({"said": disk.said, "faults": disk.faults}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
