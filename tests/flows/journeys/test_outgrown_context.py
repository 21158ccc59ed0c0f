"""A chat outgrows its context: asked, cut, summarised, with every word still there to be read."""

import json

import pytest
from PySide6.QtWidgets import QLabel

from app.application import demo_model
from engine.messages import Sampling

QUESTIONS = (
    "My dog is called Bruno and he is seven years old. Say hello to him.",
    "Bruno likes long walks by the river in the morning. What should I take along?",
    "In the evening he sleeps on a red blanket by the door. Is that a good place?",
    "He does not like cats, but he likes the old cat next door. Why may that be?",
    "Last summer we went to the mountains and he ran all day. How much should he drink?",
    "Now it is winter and he is cold on walks. What can I do about that?",
    "He also eats too fast, and then he is ill. How can I make him eat slowly?",
    "Tell me in one sentence what is most important for an old dog in winter.",
)


def scripted(home):
    path = home.root.parent / "outgrown.json"
    reply = "That is good to know about Bruno, and here is some advice for both of you."
    summary = "The user has a dog, Bruno, who is seven years old."
    script = {"n_ctx": 128, "n_ctx_max": 1024, "summary": summary, "replies": [{"text": reply}]}
    path.write_text(json.dumps(script))
    return demo_model(str(path))


def talk_until_it_is_full(person):
    """Ask one thing after the other; the reply that did not come."""
    for number, question in enumerate(QUESTIONS * 4, start=1):
        reply = person.send(f"{number}. {question}")
        if reply.state == "failed":
            assert reply.error.kind == "prompt_too_long"
            return reply
        assert reply.error is None
    raise AssertionError("it was never full")


def seen(person):
    """What the model sees, as the person reads it in the dialog."""
    inspector = person.chat.context.inspect()
    person.until(inspector.copy_button.isEnabled)
    prompt = inspector.prompt()
    inspector.reject()
    person.window.activateWindow()  # the offscreen platform does not do it by itself
    person.until(person.window.isActiveWindow)
    return prompt


def words_on_screen(person):
    return [label.text() for label in person.window.findChildren(QLabel) if label.isVisible()]


def contents(person):
    return [message.content for message in person.application.session.path()]


def go_on(person, words):
    """Choose what to do by its words on the card, and wait for the reply."""
    card = person.chat.transcript.card(person.reply().id)
    person.until(lambda: card.asking.drop.isVisible())
    before = contents(person)
    person.chat.transcript.jump_to_latest()
    person.click(words)
    person.until(lambda: person.application.session.state != "idle")
    reply = person.answered()
    assert contents(person)[:-1] == before[:-1]  # nothing of the chat itself is gone
    return reply


def outgrow(person, name):
    full = talk_until_it_is_full(person)
    assert full.cut is None
    person.until(lambda: person.chat.transcript.card(full.id).asking.drop.isVisible())
    person.picture(f"{name}-1-asked")

    person.application.session.regenerate(full.id)
    person.until(lambda: person.reply().id != full.id and person.reply().state == "failed")
    reply = go_on(person, "Leave out the oldest")
    assert (reply.state, reply.error) == ("done", None)
    assert reply.cut.count > 0
    assert not reply.cut.summary
    person.picture(f"{name}-2-left-out")
    prompt = seen(person)
    path = person.application.session.path()
    assert path[0].content not in prompt
    assert path[-2].content in prompt
    assert any(text.startswith("The model no longer sees the") for text in words_on_screen(person))

    person.application.session.step_version(reply.id, -1)  # where nothing was left out
    person.until(lambda: person.reply().id == full.id)
    assert not person.chat.transcript.cards.mark.isVisible()
    reply = go_on(person, "Summarise the oldest")
    assert (reply.state, reply.error) == ("done", None)
    assert reply.cut.summary
    person.until(person.chat.transcript.cards.mark.button.isVisible)
    person.click("Show the summary")
    assert reply.cut.summary in words_on_screen(person)
    person.picture(f"{name}-3-summarised")
    assert reply.cut.summary in seen(person)
    return reply


def test_with_the_scripted_model(visit, home):
    person = visit(scripted(home))
    person.application.preferences.change(n_ctx=128)
    reply = outgrow(person, "outgrown")

    person = visit(scripted(home))  # the next day the model still does not see them
    person.until(lambda: person.chat.list.view.model().rowCount() > 0)
    person.application.session.open_chat(reply.chat)
    person.until(lambda: person.reply() is not None)
    assert reply.cut.summary in seen(person)
    person.send("And now?")
    assert person.reply().cut is None  # there is room again for some turns
    assert reply.cut.summary in seen(person)


def test_by_itself_where_it_is_set_so(visit, home):
    person = visit(scripted(home))
    person.application.preferences.change(n_ctx=128, overflow="drop")
    for question in QUESTIONS:
        assert person.send(question).error is None
    cuts = [m.cut for m in person.application.session.path() if m.cut is not None]
    assert cuts
    assert person.chat.transcript.cards.mark.isVisibleTo(person.window)
    person.picture("outgrown-4-by-itself")


@pytest.mark.model
@pytest.mark.timeout(400)
def test_with_both_real_models(visit, model_path):
    person = visit()
    person.application.models.choose(str(model_path))
    person.until(lambda: person.application.models.model is not None)
    # One thread and short replies: other tests run at the same time.
    person.application.preferences.change(
        n_ctx=256, n_threads=1, max_tokens=8, sampling=Sampling(temperature=0)
    )
    outgrow(person, f"outgrown-{model_path.stem}")
