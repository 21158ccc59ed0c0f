"""Pictures of the real window in its states, for people to look at: `puna shots --out DIR`.

Walks the window as a user would, on homes made for it and thrown away, with the scripted model; in
light, in dark and in Chinese. Without `--demo` the first start is also clicked through to a reply
of the starter model. Judges nothing: a picture that cannot be reached is an error.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app.application import Application, demo_model, make_qt
from app.sample_models import SampleHub
from app.sample_runs import SampleTrainer
from app.shots_answers import AnswerShots
from app.shots_answers import script as answers_script
from app.shots_context import ContextShots
from app.shots_context import script as context_script
from app.shots_documents import DocumentShots
from app.shots_models import ModelShots, prepare, settle, take_empty
from app.shots_reader import ReaderShots
from app.shots_reader import script as reader_script
from app.shots_runs import RunShots, prepare_runs
from app.shots_setups import take_replays, take_setups
from app.shots_texts import ADDED, LONG, REPLIES
from app.shots_training import TrainingShots
from app.training.desk import Begin
from engine.errors import Bug
from engine.files import save_settings, write_atomic
from engine.hub.client import HubClient
from engine.hub.programs import Store as ModelStore
from engine.messages import Stats
from engine.paths import Home, resources
from engine.settings import Settings
from engine.store.connection import Connection
from engine.store.records import Attachment, Chat
from engine.store.tree import ChatTree, TreeMessage
from engine.training.run import TrainingRun

Look = Literal["light", "dark"]
Tongue = Literal["en", "zh_CN"]

LOOKS: tuple[tuple[Look, Tongue], ...] = (("light", "en"), ("dark", "en"), ("light", "zh_CN"))
SIZE = (1280, 800)  # of the window, also where the screen is smaller: the offscreen one is
NARROW = (900, 540)
WAIT = 120.0  # seconds; a starter reply on a slow computer takes longest
TURNS = 150
# Pages of the settings by their row; that of presets comes with the pictures of setups.
PAGES = (
    *((0, "settings"), (1, "replies"), (2, "network"), (3, "speed"), (4, "embedder")),
    *((5, "assistants"), (6, "snippets"), (8, "data")),
)


def shots(out: Path, *, demo: bool, looks: Sequence[str] = ()) -> int:
    """Write the pictures below `out`, in all looks or in some; returns the exit code."""
    qt = make_qt()
    qt.setCursorFlashTime(0)  # a caret that blinks would be in some pictures and not in others
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="puna-shots-") as folder:
        script = _script(Path(folder))
        for look, tongue in LOOKS:
            if looks and f"{look}-{tongue}" not in looks:
                continue
            walk = Walk(qt, out, Path(folder) / f"{look}-{tongue}", look, tongue)
            walk.first_start(starter=not demo)
            walk.conversations(script)
            walk.context(context_script(Path(folder), tongue))
            walk.bad_disk(script)
            walk.models()
            walk.documents()
            walk.answers(answers_script(Path(folder), tongue))
            walk.reader(reader_script(Path(folder), tongue))
            walk.runs()
    return 0


class Walk:
    """One way through the window, in one look and one language."""

    def __init__(self, qt: QApplication, out: Path, root: Path, look: Look, tongue: Tongue) -> None:
        self._qt = qt
        self._out = out
        self._root = root
        self._look = look
        self._tongue = tongue
        self._number = 0

    def first_start(self, *, starter: bool) -> None:
        """The empty state of a new home, and where its button leads."""
        with self._application("first", "") as application:
            empty = application.window.chat.empty
            self._until(empty.start_button.isVisible, "first start")
            self._take(application.window, "first-start")
            if starter:
                empty.start_button.click()
                self._until(lambda: self._answered(application), "reply of the starter model")
                self._take(application.window, "starter-reply")

    def conversations(self, script: str) -> None:
        """An empty chat, a reply while it comes, finished ones, failed ones, and the settings."""
        with self._application("chats", script) as application:
            window, session = application.window, application.session
            self._take(window, "empty")
            grassland = "Tell me about the grassland"
            application.window.chat.composer.submitted.emit(
                grassland if self._tongue == "en" else "高原草地是什么样的？", ()
            )
            enough = 200 if self._tongue == "en" else 90  # Chinese says as much in fewer
            self._until(lambda: self._length(application) > enough, "streaming text")
            self._take(window, "streaming")
            session.stop()
            self._until(lambda: self._answered(application), "stopped reply")
            self._take(window, "stopped")
            for state, question in REPLIES[self._tongue].items():
                window.chat.new_chat()
                window.chat.composer.submitted.emit(question, ())
                self._until(lambda: self._answered(application), state)
                self._take(window, state)
            self._left_pane(application)
            self._long_chat(application)
            self._assistants(application)
            question = REPLIES[self._tongue]["finished"]
            take_replays(application, question, self._take, self._until)
            take_setups(application, self._take, self._until)
            self._settings(application)

    def _assistants(self, application: Application) -> None:
        """A new chat with an assistant, and the settings of a chat."""
        window = application.window
        window.chat.new_chat()
        self._until(lambda: bool(window.chat.empty.assistants.buttons), "assistants")
        window.chat.empty.assistants.buttons[0].click()
        self._take(window, "assistant")
        dialog = window.setups.change_setup()
        self._take(dialog, "chat-settings")
        dialog.reject()

    def _settings(self, application: Application) -> None:
        """Each page of the settings, and the dialogs about data."""
        window = application.window
        window.show_settings()
        pages = window.settings.list
        for row, state in PAGES:
            pages.setCurrentRow(row)
            self._take(window, state)
        window.data.backups.back_up()
        self._until(window.data.backups.make_button.isEnabled, "backup")
        self._take(window, "backups")
        data = window.data
        for dialog, state in (
            (window.assistants.make(), "edit-assistant"),
            (data.import_chats(), "import"),
            (data.export_chats(), "export"),
            (data.save_archive(), "move"),
        ):
            self._take(dialog, state)
            dialog.reject()
        keys = window.show_keys()
        self._take(keys, "keys")
        keys.reject()

    def _left_pane(self, application: Application) -> None:
        """The chats just made: pinned, in a folder, searched, deleted, and in a narrow window."""
        window, pane, shelf = application.window, application.window.chat.list, application.shelf
        rows: list[Chat] = []
        shelf.listed.connect(lambda chats, _: rows.extend(chats))
        shelf.refresh()
        self._until(lambda: bool(rows), "list of chats")
        ids = [chat.id for chat in rows]
        shelf.pin(ids[-1:], True)
        shelf.add_folder("Work" if self._tongue == "en" else "工作", ids[2:4])
        self._until(lambda: pane.view.editing, "name of a folder")
        self._take(window, "folders")
        pane.view.select(ids[4:6])
        pane.view.trash(ids[4:6])
        self._until(pane.undo_bar.isVisible, "undo")
        self._take(window, "deleted")
        window.chat.search()
        pane.search.setText("local" if self._tongue == "en" else "本地")
        self._until(lambda: pane.results.model.rowCount() > 0, "results of a search")
        self._take(window, "search")
        pane.show_trash()
        self._take(window, "trash")
        pane.show_chats()
        window.resize(*NARROW)
        self._take(window, "narrow")
        window.chat.folding.show()
        self._take(window, "narrow-list")
        window.chat.folding.leave()
        window.resize(*SIZE)

    def _long_chat(self, application: Application) -> None:
        """A chat of 300 messages with a file and formulas; found in, with details, and larger."""
        window, session = application.window, application.session
        taken = application.store.call(lambda chats: chats.take(_long_tree(self._tongue))).result()
        assert taken is not None  # nothing has its key
        drawn: list[object] = []
        pictures = application.aids.pictures
        pictures.ready.connect(drawn.append)
        application.shelf.refresh()
        session.open_chat(taken.id)
        self._until(lambda: bool(drawn) and pictures.idle, "formulas of a long chat")
        self._take(window, "long-chat")
        window.chat.finding.open()
        window.chat.finding.bar.field.setText("step 1" if self._tongue == "en" else "第 1")
        self._until(lambda: bool(window.chat.finding.bar.label.text()), "matches")
        self._take(window, "find")
        window.chat.finding.bar.leave()
        window.chat.transcript.jump_to_latest()
        application.preferences.change(zoom=160, details=True)
        self._take(window, "zoomed")
        application.preferences.change(zoom=100, details=False)

    def context(self, script: str) -> None:
        """A chat that does not fit its context any more."""
        with self._application("outgrown", script) as application:
            ContextShots(application, self._tongue, self._until, self._take).walk()

    def bad_disk(self, script: str) -> None:
        """A temporary chat; then chats of a newer Puna and settings that cannot be saved."""
        question = REPLIES[self._tongue]["finished"]
        with self._application("disk", script) as application:
            window = application.window
            window.chat.new_temporary()
            self._take(window, "temporary-new")
            window.chat.composer.submitted.emit(question, ())
            self._until(lambda: self._answered(application), "temporary chat")
            self._take(window, "temporary")
        connection = Connection(application.home.database)
        connection.rows("PRAGMA user_version = 99")
        connection.close()
        with self._application("disk", script) as application:
            window, settings = application.window, application.home.settings
            self._until(lambda: bool(window.banner.text("store")), "banner of the store")
            settings.unlink()
            settings.mkdir()
            application.preferences.change(max_tokens=500)
            self._until(lambda: bool(window.banner.text("settings")), "banner of the settings")
            window.chat.composer.submitted.emit(question, ())
            self._until(lambda: self._answered(application), "reply in memory")
            self._take(window, "banners")

    def models(self) -> None:
        """The page of models, on sample files and with a hub that is not on any network."""
        settle(self._root / "none")
        with self._application("none", "", client=SampleHub) as application:
            take_empty(application, self._take, self._until)
        stores = prepare(self._root / "models", self._root / "lmstudio")
        with self._application("models", "", stores, SampleHub) as application:
            ModelShots(application, self._take, self._until).walk()

    def documents(self) -> None:
        """The page of documents, on sample files."""
        with self._application("documents", "") as application:
            files = self._root / "files"
            DocumentShots(application, files, self._tongue, self._take, self._until).walk()

    def answers(self, script: str) -> None:
        """A chat that asks sample files."""
        with self._application("answers", script) as application:
            files = self._root / "asked"
            AnswerShots(application, files, self._tongue, self._take, self._until).walk()

    def reader(self, script: str) -> None:
        """The reader beside a chat, on sample files."""
        with self._application("reader", script) as application:
            files = self._root / "cited"
            ReaderShots(application, files, self._tongue, self._take, self._until).walk()

    def runs(self) -> None:
        """Runs of fine-tuning while they go and after, of a trainer that only speaks."""
        prepare_runs(Home(self._root / "runs"), self._tongue)
        with self._application("runs", "", trainer=SampleTrainer) as application:
            TrainingShots(application, self._tongue, self._take, self._until).walk()
            RunShots(application, self._tongue, self._take, self._until).walk()

    @contextmanager
    def _application(
        self,
        name: str,
        script: str,
        stores: Sequence[ModelStore] = (),
        client: type[HubClient] = HubClient,
        trainer: Begin = TrainingRun,
    ) -> Iterator[Application]:
        home = Home(self._root / name)
        save_settings(home.settings, Settings(theme=self._look, language=self._tongue))
        fixed = demo_model(script) if script else None
        application = Application(self._qt, home, fixed, stores, client, trainer)
        try:
            application.start()
            application.window.resize(*SIZE)
            yield application
        finally:
            application.close()

    def _answered(self, application: Application) -> bool:
        reply = application.session.last_reply()
        return application.session.state == "idle" and reply is not None

    def _length(self, application: Application) -> int:
        reply = application.session.last_reply()
        return len(reply.content) if reply else 0

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + WAIT
        while not condition():
            if time.monotonic() > end:
                raise Bug(f"no picture of: {what}")
            self._qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def _take(self, window: QWidget, state: str) -> None:
        # Layouts, fonts and the list of chats settle in the events that are under way.
        end = time.monotonic() + 0.25
        self._until(lambda: time.monotonic() > end, state)
        self._number += 1
        name = f"{self._number:02}-{state}-{self._look}-{self._tongue}.png"
        if not window.grab().save(str(self._out / name)):
            raise Bug(f"{self._out / name} could not be written")
        sys.stdout.write(f"{self._out / name}\n")


def _long_tree(tongue: Tongue) -> ChatTree:
    ask, answer, last, formulas, (name, text), title = LONG[tongue]
    messages: list[TreeMessage] = []
    for n in range(1, TURNS):
        above = f"a{n - 1}" if n > 1 else None
        messages.append(TreeMessage(f"q{n}", above, "user", ask.format(n=n)))
        messages.append(TreeMessage(f"a{n}", f"q{n}", "assistant", answer.format(n=n)))
    files = (Attachment(name, text),)
    messages.append(TreeMessage("last", f"a{TURNS - 1}", "user", last, attachments=files))
    stats = Stats(214, 0, 96, prefill_s=0.4, decode_s=2.1, ttft_s=0.4, decode_tokens_per_s=45.7)
    end = TreeMessage(
        "end", "last", "assistant", formulas, model="scripted:", reason="stop", stats=stats
    )
    return ChatTree(f"long-{tongue}", title, (*messages, end), leaf="end", updated_at=time.time())


def _script(folder: Path) -> str:
    """The demo's script with the added replies before it; returns its path."""
    script = json.loads((resources() / "demo.json").read_text(encoding="utf-8"))
    script["replies"] = [*ADDED, *script["replies"]]
    path = folder / "script.json"
    write_atomic(path, json.dumps(script).encode())
    return str(path)
