"""What the model sees: word for word, each part in its colour, to be copied."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QLabel, QWidget

from app.chat.context_use import ContextUse
from app.chat.inspector import Inspector, mixed
from engine.messages import ChatRequest, Measured, ModelSpec, Segment

SEGMENTS = (
    Segment("template", -1, 3, "<|im_start|>user\n"),
    Segment("history", 0, 5, "Grüße an 🦙!\r\n\u2028Bye"),
    Segment("template", -1, 3, "<|im_end|>\n"),
    Segment("document", 1, 9, "a.txt:\n```\nwords\n```"),
    Segment("message", 1, 2, "Why?"),
)
PROMPT = "".join(segment.text for segment in SEGMENTS)


@pytest.fixture
def inspector(qtbot, theme):
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    inspector = Inspector(theme, "ask", window)
    inspector.open()
    yield inspector
    QLocale.setDefault(before)


def fill(inspector, segments=SEGMENTS):
    measured = Measured(1, sum(s.tokens for s in segments), 4096, 4096, tuple(segments), 10)
    request = ChatRequest(ModelSpec("scripted:"), ())
    inspector.show_measured(measured, ContextUse.of(measured, request))


def background(inspector, words):
    cursor = inspector.text.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionEnd(), QTextCursor.MoveMode.MoveAnchor)
    return cursor.charFormat().background().color().name()


def test_it_is_as_large_before_as_after(inspector):
    assert inspector.line.text() == "Counting…"
    assert not inspector.copy_button.isEnabled()
    size = inspector.size()
    fill(inspector)
    assert inspector.size() == size


def test_the_prompt_is_copied_word_for_word(inspector):
    fill(inspector)
    inspector.copy_button.click()
    assert QGuiApplication.clipboard().text() == PROMPT
    assert inspector.copy_button.text() == "Copied"


def test_each_part_is_coloured_as_in_its_legend(theme, inspector):
    fill(inspector)
    tokens = theme.tokens
    for words, color in (
        ("Grüße an 🦙!", tokens.part_history),
        ("words", tokens.part_document),
        ("Why?", tokens.part_message),
    ):
        assert background(inspector, words) == mixed(color, tokens.surface, 0.2).name()
    legend = [label.text() for label in inspector.legend.findChildren(QLabel) if label.text()]
    assert legend == [
        *("Files", "9", "Conversation", "5", "Your message", "2", "Chat template", "6"),
        *("Free", "4,074"),
    ]
    assert "10 tokens have been read already; 12 are new." in inspector.below.text()


def test_it_can_be_read_but_not_changed(inspector):
    fill(inspector)
    assert inspector.text.isReadOnly()
    assert inspector.text.accessibleName() == "The prompt, word for word"
    assert "Files: 9" in inspector.text.accessibleDescription()


def test_the_colours_follow_the_theme(theme, inspector):
    fill(inspector)
    theme.apply("dark")
    tokens = theme.tokens
    assert background(inspector, "Why?") == mixed(tokens.part_message, tokens.surface, 0.2).name()
    assert inspector.legend.findChild(QLabel).styleSheet().count(tokens.part_document) == 1


def test_a_word_of_a_million_letters_is_shown_in_time(qtbot, inspector):
    fill(inspector, [Segment("history", 0, 250_000, "x" * 1_000_000)])
    assert inspector.text.document().characterCount() > 1_000_000


def test_why_there_is_nothing_is_said(inspector):
    inspector.show_error("The template has a fault.")
    assert inspector.line.text() == "The template has a fault."


def test_it_fits_a_small_window(qtbot, theme, inspector):
    inspector.parentWidget().resize(900, 540)
    small = Inspector(theme, "ask", inspector.parentWidget())
    small.open()
    fill(small)
    assert small.height() <= 540
    assert (
        small.copy_button.mapTo(small, small.copy_button.rect().bottomLeft()).y() < small.height()
    )
    assert small.text.height() >= 120
