"""The entry: arguments, exit codes, one question without a hand on the keys, pictures."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.__main__ import is_command, parse
from engine.files import load_settings

ROOT = Path(__file__).resolve().parents[2]


def puna(*arguments, wait=90, **environment):
    import os

    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=wait,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["chat", "-p", "Hi"], True),
        (["--home", "chat", "models", "list"], True),
        (["--home", "/x", "--demo"], False),
        (["doctor", "--json"], True),
        (["model.gguf"], False),
        (["--demo"], False),
        ([], False),
        (["shots", "--out", "x"], False),
    ],
)
def test_commands_are_told_from_files(arguments, command):
    assert is_command(arguments) is command


def test_a_model_file_to_open():
    assert parse(["some/model.GGUF"]).file == Path("some/model.GGUF")


def test_a_backup_file_to_open():
    assert parse(["Puna.puna"]).file == Path("Puna.puna")


@pytest.mark.parametrize("arguments", [["frob"], ["notes.txt"], ["shots"], ["--no-such"]])
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        parse(arguments)
    assert left.value.code == 2
    assert "puna" in capsys.readouterr().err


def test_a_command_needs_no_qt():
    result = puna("doctor", "--help")
    assert result.returncode == 0
    assert "doctor" in result.stdout


def test_one_question_of_the_demo(tmp_path):
    result = puna("--home", tmp_path, "--demo", "--quit-after-reply")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Hello! I answer from a script")
    assert (tmp_path / "puna.db").exists()


def test_a_model_that_is_not_there(tmp_path):
    result = puna("--home", tmp_path, "--quit-after-reply", tmp_path / "gone.gguf")
    assert result.returncode == 3
    assert result.stdout == ""
    assert "gone.gguf" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_home_that_cannot_be_is_told_once(tmp_path):
    (tmp_path / "file").write_text("where the folder should be")
    result = puna("--home", tmp_path / "file", "--demo", "--quit-after-reply")
    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.model
def test_one_question_of_the_starter_model(tmp_path, starter_path):
    result = puna("--home", tmp_path, "--quit-after-reply", starter_path)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.strip()) > 10
    assert load_settings(tmp_path / "settings.json").model == str(starter_path)


def test_the_log_has_no_word_of_the_chat(tmp_path):
    puna("--home", tmp_path, "--demo", "--quit-after-reply")
    log = (tmp_path / "logs" / "puna.log").read_text()
    assert "Hello" not in log


def test_what_nobody_caught_ends_with_one_line(tmp_path):
    (tmp_path / "out").write_text("a file where the folder should be")
    result = puna("--home", tmp_path, "shots", "--demo", "--out", tmp_path / "out")
    assert result.returncode == 70
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(tmp_path / "logs" / "puna.log") in result.stderr
    assert "Traceback" in (tmp_path / "logs" / "puna.log").read_text()


@pytest.mark.slow
@pytest.mark.timeout(1150)
def test_pictures_of_every_state(tmp_path):
    look = "light-zh_CN"  # of three: the others differ in colours and words, and take as long
    command = ("shots", "--demo", "--look", look, "--out", tmp_path / "shots")
    result = puna("--home", tmp_path, *command, wait=1100)
    assert result.returncode == 0, result.stderr
    names = sorted(path.name for path in (tmp_path / "shots").iterdir())
    states = {name.split("-", 1)[1].rsplit("-", 2)[0] for name in names}
    assert states == {
        "first-start",
        "empty",
        "streaming",
        "stopped",
        "finished",
        "code",
        "table",
        "thinking",
        "error",
        "crash",
        "folders",
        "deleted",
        "search",
        "trash",
        "narrow",
        "narrow-list",
        "long-chat",
        "find",
        "zoomed",
        "assistant",
        "chat-settings",
        "settings",
        "replies",
        "network",
        "embedder",
        "models-empty",
        "models-library",
        "models-cannot-load",
        "models-add-file",
        "models-deleted",
        "models-search",
        "models-repository",
        "models-fit-slider",
        "models-openness-card",
        "models-gated",
        "models-narrow",
        "models-downloads",
        "models-download",
        "models-download-failed",
        "models-not-reached",
        "models-offline",
        "documents-empty",
        "documents-add-folder",
        "documents-indexing",
        "documents-files",
        "documents-failed",
        "documents-folders",
        "documents-search",
        "documents-nothing-found",
        "documents-narrow",
        "answers-offer",
        "answers-names",
        "answers-passages-first",
        "answers-marked",
        "answers-passages",
        "answers-seen",
        "answers-not-contained",
        "answers-narrow",
        "answers-summary",
        "reader-pdf",
        "reader-text",
        "reader-markdown",
        "reader-narrow",
        "reader-changed",
        "reader-moved",
        "reader-missing",
        "train-source",
        "train-columns",
        "train-check",
        "train-faults",
        "train-private",
        "train-seen",
        "train-choice",
        "run-running",
        "run-log",
        "run-paused",
        "run-finished",
        "run-before-after",
        "run-corrections",
        "run-evaluate",
        "run-failed",
        "assistants",
        "snippets",
        "data",
        "backups",
        "edit-assistant",
        "import",
        "export",
        "move",
        "keys",
        "context",
        "context-full",
        "context-seen",
        "context-ask",
        "context-ask-narrow",
        "context-summary",
        "context-dropped",
        "words-to-avoid",
        "chat-settings-more",
        "presets",
        "edit-preset",
        "run-again",
        "run-again-differs",
        "speed",
        "temporary-new",
        "temporary",
        "banners",
    }
    assert len(names) == len(states)
    assert all(name.endswith(f"-{look}.png") for name in names)
    assert all((tmp_path / "shots" / name).stat().st_size > 10_000 for name in names)
    sizes = {QImage(str(tmp_path / "shots" / name)).size().toTuple() for name in names}
    assert sizes >= {(1280, 800), (900, 540)}  # and those of dialogs
