"""The card of openness: both headlines, what they rest on, and a source for each fact."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QPushButton

from app.fold import Fold
from app.language import Language
from app.models.openness_card import OpennessCard
from engine.hub.openness import Openness
from engine.hub.records import RepoSummary

GEMMA = RepoSummary(
    id="google/gemma-3-4b-it-qat-q4_0-gguf", license="gemma", base_models=("google/gemma-3-4b-it",)
)
STARTER = RepoSummary(id="HuggingFaceTB/SmolLM2-135M-Instruct-GGUF", license="apache-2.0")


@pytest.fixture(scope="module")
def openness():
    return Openness()


@pytest.fixture
def card(qtbot, theme):
    card = OpennessCard()
    qtbot.addWidget(card)
    card.resize(760, 900)
    return card


def said(card):
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))


def test_pseudo_open_and_why(card, openness):
    card.show_card(openness.card(GEMMA))
    words = said(card)
    assert "Is it really open? No: pseudo-open" in words
    assert "May my company use it? Yes, within its terms" in words
    assert "not an open source licence" in words
    assert "Training data" in words


def test_truly_open(card, openness):
    card.show_card(openness.card(STARTER))
    assert "Yes: truly open" in said(card)


def test_the_tag_of_the_uploader_against_the_original(card, openness):
    tagged = RepoSummary(
        id="somebody/gemma-3-4b-it-GGUF", license="mit", base_models=("google/gemma-3-4b-it",)
    )
    original = RepoSummary(id="google/gemma-3-4b-it", license="gemma")
    card.show_card(openness.card(tagged, (original,)))
    assert "The tag of this repository says something else" in said(card)
    assert "The original model: google/gemma-3-4b-it" in said(card)


def test_every_source_is_a_link_to_ask_about(qtbot, card, openness):
    card.show_card(openness.card(GEMMA))
    links = [b for b in card.findChildren(QPushButton) if b.text() == "Source"]
    shown = [link for link in links if link.isVisibleTo(card)]
    assert len(shown) > 5
    assert all(link.accessibleDescription().startswith("https://") for link in shown)
    with qtbot.waitSignal(card.link_wanted) as clicked:
        shown[0].click()
    assert clicked.args == [shown[0].accessibleDescription()]


def test_what_the_licence_asks_is_folded_and_stays_as_it_was_left(card, openness):
    card.show_card(openness.card(GEMMA))
    assert "Commercial use" not in said(card)
    card.findChild(Fold).line.click()
    assert "Commercial use" in said(card)
    assert "Open Source AI Definition 1.0 not met" in said(card)
    card.show_card(openness.card(STARTER))
    assert "Commercial use" in said(card)


def test_nothing_for_nothing(card, openness):
    card.show_card(openness.card(GEMMA))
    card.show_card(None)
    assert card.isHidden()
    assert card.card is None


def test_in_chinese(qapp, card, openness):
    before, language = QLocale(), Language(qapp)
    language.apply("zh_CN")
    try:
        card.show_card(openness.card(GEMMA))
        assert "伪开源" in said(card)
        assert "不是开源许可证" in said(card)
    finally:
        language.apply("en")
        QLocale.setDefault(before)
