"""More pictures of the window: presets, the settings of a chat in full, a reply made again."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from app.application import Application
from engine.assistants import Setup
from engine.messages import AdapterUse, Sampling

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

SETUP = Setup(
    sampling=Sampling(temperature=0.4, logit_bias=((" sorry", -100.0), (" indeed", -2.5))),
    adapters=(AdapterUse("letters.gguf", 0.75),),
    thinking="off",
    grammar='root ::= answer\nanswer ::= "yes" | "no" | maybe',
)


def take_setups(application: Application, take: Take, until: Until) -> None:
    """The settings of a chat with everything set, and the pages and dialogs of presets."""
    window = application.window
    window.chat.new_chat()
    application.session.set_setup(SETUP)
    dialog = window.setups.change_setup()
    fields, more = dialog.fields, dialog.fields.more
    fields.sampling.words.line.click()
    dialog.show_end()
    take(dialog, "words-to-avoid")
    fields.sampling.words.line.click()
    more.fold.line.click()
    until(lambda: bool(more.format.status.text()), "checked grammar")
    until(lambda: more.adapters.rows[0].fault.isVisible(), "checked adapter")
    dialog.show_end()
    take(dialog, "chat-settings-more")
    dialog.reject()
    application.session.set_setup(None)
    window.settings.show_page(window.presets)
    window.show_settings()
    take(window, "presets")
    editor = window.presets.make()
    take(editor, "edit-preset")
    editor.reject()
    window.show_chat()


def take_replays(application: Application, question: str, take: Take, until: Until) -> None:
    """A reply with its details that was made again: the same, and another."""
    session, chat = application.session, application.window.chat
    application.preferences.change(details=True)
    chat.new_chat()
    chat.composer.submitted.emit(question, ())
    until(lambda: session.state == "idle" and session.last_reply() is not None, "reply")
    reply = session.last_reply()
    assert reply is not None
    assert reply.receipt is not None
    replaying = application.aids.replaying

    def ended() -> bool:
        state = replaying.state(reply.id)
        return state is not None and state.result is not None

    _start(application, reply.id)
    until(ended, "replay")
    take(application.window, "run-again")
    tokens = reply.receipt.tokens
    # As if another model file of that name had said something else.
    other = (*tokens[:19], ord("X"), *tokens[20:])
    receipt = msgspec.structs.replace(reply.receipt, tokens=other, model_size=1)
    chat.transcript.finish(msgspec.structs.replace(reply, receipt=receipt))
    _start(application, reply.id)
    until(lambda: not ended(), "replay begun")
    until(ended, "other replay")
    take(application.window, "run-again-differs")
    application.preferences.change(details=False)


def _start(application: Application, message_id: int) -> None:
    card = application.window.chat.transcript.card(message_id)
    assert card is not None
    assert card.details is not None
    assert card.details.replay is not None
    card.details.replay.button.click()
