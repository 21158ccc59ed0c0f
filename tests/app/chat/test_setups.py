"""Chats with a setup of their own: begun with an assistant, changed, asked with it."""

from pathlib import Path

import pytest
from helpers.tiny_gguf import write_tiny_gguf
from helpers.window import WAIT, ask, running, script

from app.chat.asking import request_for
from app.model_choice import ModelChoice
from engine.assistants import AdapterUse, Assistant, Setup
from engine.hub.library import Model
from engine.messages import ChatMessage, Sampling
from engine.settings import Settings
from engine.store.records import StoredMessage

COLD = Sampling(temperature=0.0)
PIRATE = Assistant("Pirate", setup=Setup(instructions="Talk like a pirate.", sampling=COLD))
SHORT = Assistant("Short", setup=Setup(max_tokens=3))
POET = Assistant("Poet", setup=Setup(adapters=(AdapterUse("poet.gguf"),)))
COUNT = {"text": "one two three four five six"}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, COUNT)) as application:
        yield application


def kept(application, chat_id):
    chat = application.store.call(lambda chats: chats.get(chat_id)).result(10)
    return chat.setup, chat.assistant


def asked(setup, tmp_path, **settings):
    model = Model("m", "M", tmp_path / "m.gguf", 1, Sampling(top_k=7), "path")
    path = [StoredMessage(1, 1, None, "user", "Hi")]
    return request_for(path, setup, Settings(**settings), model, Path, proceed=False)


def test_a_request_says_what_the_setup_says(tmp_path):
    mine = {"system_prompt": "Be brief.", "max_tokens": 9, "sampling": Sampling(top_k=1)}
    request = asked(PIRATE.setup, tmp_path, **mine)
    assert request.messages[0] == ChatMessage("system", "Talk like a pirate.")
    assert (request.sampling, request.max_tokens) == (COLD, 0)


def test_a_setup_without_instructions_or_sampling(tmp_path):
    request = asked(SHORT.setup, tmp_path, system_prompt="Be brief.", max_tokens=9)
    assert [m.role for m in request.messages] == ["user"]
    assert (request.sampling, request.max_tokens) == (Sampling(top_k=7), 3)
    request = asked(SHORT.setup, tmp_path, sampling=COLD)
    assert request.sampling == COLD


def test_no_setup_is_as_the_settings_say(tmp_path):
    request = asked(None, tmp_path, system_prompt="Be brief.", max_tokens=9, n_ctx=512)
    assert request.messages[0].content == "Be brief."
    assert (request.max_tokens, request.model.n_ctx) == (9, 512)


@pytest.mark.parametrize(
    ("setup", "wanted"),
    [(None, "model.gguf"), (SHORT.setup, "model.gguf"), (POET.setup, "poet.gguf")],
)
def test_the_adapters_of_a_model_are_on_where_the_chat_names_none(tmp_path, setup, wanted):
    model = Model("m", "M", tmp_path / "m.gguf", 1, Sampling(), "path")
    path = [StoredMessage(1, 1, None, "user", "Hi")]
    usual = (AdapterUse("model.gguf"),)
    folder = tmp_path.joinpath
    request = request_for(path, setup, Settings(), model, folder, proceed=False, own_adapters=usual)
    assert [use.path for use in request.adapters] == [str(tmp_path / wanted)]


def test_a_chat_begun_with_an_assistant_keeps_its_setup(qtbot, application):
    session = application.session
    session.new_chat(SHORT)
    assert (session.setup, session.assistant) == (SHORT.setup, "Short")
    reply = ask(qtbot, application, "count")
    assert (reply.content, reply.reason) == ("one two thre", "length")
    assert kept(application, reply.chat) == (SHORT.setup, "Short")
    session.new_chat()
    assert session.setup is None
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert (session.setup, session.assistant) == (SHORT.setup, "Short")


def test_another_setup_counts_from_the_next_reply_on(qtbot, application):
    session, told = application.session, []
    session.setup_changed.connect(lambda: told.append(session.setup))
    reply = ask(qtbot, application, "count")
    session.set_setup(SHORT.setup, "")
    assert told[-1] == SHORT.setup
    assert kept(application, reply.chat) == (SHORT.setup, "")
    session.regenerate(reply.id)
    qtbot.waitUntil(lambda: session.state != "idle")
    qtbot.waitUntil(lambda: session.state == "idle", timeout=WAIT)
    assert session.last_reply().content == "one two thre"
    session.set_setup(None)
    assert kept(application, reply.chat) == (None, "")


def test_a_setup_changed_while_the_first_message_is_stored_is_kept(qtbot, application):
    session = application.session
    session.send("count")
    session.set_setup(SHORT.setup, "Short")
    qtbot.waitUntil(lambda: session.state == "idle", timeout=WAIT)
    assert kept(application, session.chat_id) == (SHORT.setup, "Short")


def test_the_adapters_of_a_setup_are_asked_for(qtbot, application, home, tmp_path):
    session = application.session
    elsewhere = str(tmp_path / "b.gguf")
    adapted = Setup(adapters=(AdapterUse("a.gguf", 0.5), AdapterUse(elsewhere)))
    session.new_chat(Assistant("Trained", setup=adapted))
    reply = ask(qtbot, application, "count")
    assert reply.receipt.adapters == (
        AdapterUse(str(home.adapters / "a.gguf"), 0.5),
        AdapterUse(elsewhere),
    )


@pytest.fixture
def models(tmp_path):
    """Two model files; the second is the assistant's."""
    paths = [tmp_path / "chosen.gguf", tmp_path / "own.gguf"]
    for path in paths:
        write_tiny_gguf(path)
    return [str(path) for path in paths]


def answering(application):
    return str(application.models.model.path)


def test_an_assistant_brings_its_model_and_leaves_the_users_choice_alone(qtbot, home, models):
    chosen, own = models
    with running(home, model=chosen) as application:
        qtbot.waitUntil(lambda: application.models.model is not None)
        session = application.session
        session.new_chat(Assistant("Own", setup=Setup(model=own)))
        qtbot.waitUntil(lambda: answering(application) == own)
        assert application.preferences.settings.model == chosen
        session.new_chat()
        assert answering(application) == chosen


def test_a_model_that_is_not_there_is_told_and_the_chosen_one_answers(qtbot, home, models):
    chosen, own = models
    with running(home, model=chosen) as application:
        qtbot.waitUntil(lambda: application.models.model is not None)
        with qtbot.waitSignal(application.models.lost):
            application.session.new_chat(Assistant("Gone", setup=Setup(model=f"{own}.gone")))
        assert answering(application) == chosen
        text = application.window.banner.text("model")
        assert "own.gguf.gone" in text
        assert "answers instead" in text
        application.session.new_chat()
        assert application.window.banner.text("model") == ""


def test_a_model_chosen_by_hand_becomes_the_chats(qtbot, home, models):
    chosen, own = models
    with running(home, model=chosen) as application:
        qtbot.waitUntil(lambda: application.models.model is not None)
        session = application.session
        session.new_chat(Assistant("Own", setup=Setup(model=own, instructions="Be kind.")))
        qtbot.waitUntil(lambda: answering(application) == own)
        with qtbot.waitSignal(application.models.chosen):
            application.models.choose(chosen)
        assert session.setup == Setup(model=chosen, instructions="Be kind.")
        assert answering(application) == chosen


def test_a_message_sent_while_the_model_is_looked_up_goes_to_it(qtbot, home, models):
    chosen, own = models
    with running(home, model=chosen) as application:
        qtbot.waitUntil(lambda: application.models.model is not None)
        session = application.session
        session.new_chat(Assistant("Own", setup=Setup(model=own)))
        assert isinstance(application.models, ModelChoice)
        assert application.models.looking
        assert session.send("Hi")
        qtbot.waitUntil(lambda: len(session.path()) == 2, timeout=WAIT)
        assert session.last_reply().model == own
        qtbot.waitUntil(lambda: session.state == "idle", timeout=WAIT)  # it is no real model


def test_scripts_have_no_model_to_choose(qtbot, application):
    application.session.new_chat(Assistant("Own", setup=Setup(model="gone.gguf")))
    assert ask(qtbot, application, "count").state == "done"
    assert application.window.banner.text() == ""
