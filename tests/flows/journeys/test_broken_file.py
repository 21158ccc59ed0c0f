"""A broken download, a file that is no model: the window says so, and the next one answers."""

import os
import shutil

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from app.chat.error_box import ErrorBox

pytestmark = pytest.mark.model


def choose(person, path):
    """Open a file as one dropped on the window is."""
    before = person.application.models.model
    person.application.models.choose(str(path))
    person.until(lambda: person.application.models.model is not before or words(person))


def words(person):
    return person.window.banner.text()


def test_a_broken_file_and_then_a_good_one(visit, starter_path, tmp_path):
    cut = tmp_path / "half a download.gguf"
    shutil.copyfile(starter_path, cut)
    os.truncate(cut, cut.stat().st_size // 2)
    page = tmp_path / "log in.gguf"
    page.write_text("<!doctype html><title>Please log in to the network</title>")
    twisted = write_tiny_gguf(
        tmp_path / "twisted.gguf", template=CHATML, metadata={"llama.attention.head_count": 2}
    )
    person = visit()
    person.application.preferences.change(max_tokens=8)
    for number, (path, reason) in enumerate(
        [(cut, "bytes too soon"), (page, "does not begin with GGUF")], start=1
    ):
        choose(person, path)
        assert path.name in words(person)
        assert reason in words(person)
        assert "Download the file again" in words(person)
        person.picture(f"broken-{number}-{path.stem.replace(' ', '-')}")
        person.window.banner.notices[0].close_button.click()

    # This one reads well, and shows what it is only when it is opened.
    choose(person, twisted)
    failed = person.send("Hello?")
    assert failed.state == "failed"
    said = person.chat.transcript.card(failed.id).findChild(ErrorBox).accessibleDescription()
    assert "twisted.gguf" in said
    assert "blk.0.attn_q.weight" in said or "attn_k" in said
    person.picture("broken-3-twisted")

    choose(person, starter_path)
    assert person.send("Hello!").state == "done"
    person.picture("broken-4-answered")
