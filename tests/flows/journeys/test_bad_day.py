"""The engine dies and the model's file is cut in the middle of a reply: the window lives on."""

import os
import shutil
import signal

import pytest

from app.chat.error_box import ErrorBox
from engine.messages import Sampling

pytestmark = pytest.mark.model
LONG = "Write the alphabet again and again: a b c d e f g a b c d e f g a b c d e f g"


def begin(person, model):
    person.application.models.choose(str(model))
    person.until(lambda: person.application.models.model is not None)
    # The likeliest words, else a reply may now and then be over before there is enough of it.
    person.application.preferences.change(n_ctx=4096, sampling=Sampling(temperature=0))
    person.type(LONG)
    person.press(person.ENTER)
    person.until(lambda: person.reply() is not None and len(person.reply().content) > 20)
    return person.reply()


def words_of(person, message):
    """What the error box of a message says, as a screen reader hears it."""
    return person.chat.transcript.card(message.id).findChild(ErrorBox).accessibleDescription()


def test_kill_the_engine_in_mid_reply(visit, model_path):
    person = visit()
    reply = begin(person, model_path)
    os.kill(person.application.engine.process_id, signal.SIGKILL)
    failed = person.answered()
    assert failed.id == reply.id
    assert failed.state == "failed"
    assert failed.content.startswith(reply.content)
    assert "memory ran out" in words_of(person, failed)
    person.picture("killed-1-card")
    stored = person.application.store.call(lambda c: c.messages(failed.chat)[failed.id]).result()
    assert (stored.state, stored.content) == ("failed", failed.content)

    person.application.preferences.change(max_tokens=12)
    assert person.send("Hello!").state == "done"
    person.picture("killed-2-next-message")


def test_the_model_file_is_cut_in_use(visit, model_path, tmp_path):
    path = tmp_path / "my model.gguf"
    shutil.copyfile(model_path, path)
    person = visit()
    begin(person, path)
    os.truncate(path, 4096)
    person.application.session.stop()
    person.answered()

    person.application.preferences.change(max_tokens=12)
    failed = person.send("And now?")
    assert failed.state == "failed"
    assert "my model.gguf" in words_of(person, failed)
    person.picture("cut-1-card")

    shutil.copyfile(model_path, path)
    person.click("Try again")
    person.until(lambda: person.application.session.state != "idle")
    assert person.answered().state == "done"
    person.picture("cut-2-answered")
