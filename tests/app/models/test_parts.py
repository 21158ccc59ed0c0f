"""The smaller parts of the page: the context chooser, the table of files, the bar, words."""

import pytest
from PySide6.QtCore import QLocale, Qt

from app.errors import ErrorWords, Words
from app.models.context_chooser import LONG, SHORT, ContextChooser
from app.models.download_page import DownloadPage
from app.models.download_words import DownloadWords
from app.models.network_bar import NetworkBar
from app.models.variant_table import VariantLine, VariantTable
from app.models.words import ModelWords
from app.undo_strip import UndoStrip
from engine.errors import DownloadError
from engine.hub.downloads import Download, Wanted
from engine.hub.records import RemoteFile, RepoSummary

WANTED = Wanted(
    "o/r/f.gguf",
    "o/r",
    "0" * 40,
    "https://hub.example",
    (RemoteFile("f.gguf", 2_000_000_000),),
    "R",
)


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def words(english):
    return ModelWords()


class TestContext:
    @pytest.fixture
    def chooser(self, qtbot):
        chooser = ContextChooser()
        qtbot.addWidget(chooser)
        chooser.set_most(40_960)
        return chooser

    def test_words_are_numbers(self, qtbot, chooser):
        told = []
        chooser.changed.connect(told.append)
        chooser.buttons["short"].click()
        chooser.buttons["long"].click()
        assert told == [SHORT, LONG]
        assert "16,384" in chooser.figure.text()

    def test_the_slider_makes_it_custom_and_stays_within_the_training(self, chooser):
        told = []
        chooser.changed.connect(told.append)
        chooser.slider.setValue(chooser.slider.maximum())
        assert told == [40_960]
        assert chooser.buttons["custom"].isChecked()
        chooser.slider.setValue(0)
        assert told[-1] == 512

    def test_custom_begins_near_what_was_chosen(self, chooser):
        chooser.buttons["custom"].click()
        assert LONG < chooser.context < LONG * 1.1

    def test_automatic(self, qtbot):
        chooser = ContextChooser(automatic=True)
        qtbot.addWidget(chooser)
        assert chooser.context == 0
        assert chooser.buttons["automatic"].isChecked()
        assert chooser.slider.isHidden()
        chooser.set_context(5000)
        assert chooser.use == "custom"

    def test_a_model_trained_for_less(self, chooser):
        chooser.set_most(2048)
        assert chooser.context == 2048


class TestTable:
    def test_a_button_stays_while_its_figures_change(self, qtbot):
        table = VariantTable()
        qtbot.addWidget(table)
        line = VariantLine("a", "Good balance", "Q4_K_M", "5.0 GB", "7 GB", "4 words/s", "fits")
        table.show_lines([line])
        button = table.buttons()[0]
        table.show_lines(
            [VariantLine("a", "Good balance", "Q4_K_M", "5.0 GB", "9 GB", suggested=True)]
        )
        assert table.buttons() == [button]
        assert "9 GB" in button.accessibleName()
        assert button.property("kind") == "primary"

    def test_what_its_button_asks_for(self, qtbot):
        table = VariantTable()
        qtbot.addWidget(table)
        table.show_lines(
            [
                VariantLine("a", "q", "f", "s"),
                VariantLine("b", "q", "f", "s", here="loading", state="42 %"),
                VariantLine("c", "q", "f", "s", here="here"),
            ]
        )
        assert [b.text() for b in table.buttons()] == ["Get", "42 %", "On this computer"]
        asked = []
        table.wanted.connect(lambda key: asked.append(("get", key)))
        table.shown_wanted.connect(lambda key: asked.append(("show", key)))
        for button in table.buttons():
            button.click()
        assert asked == [("get", "a"), ("show", "b"), ("show", "c")]


class TestNetworkBar:
    def test_another_address_only_where_it_may_help(self, qtbot, theme):
        bar = NetworkBar(theme)
        qtbot.addWidget(bar)
        words = Words("Title", "hub.example cannot be reached.", "Advice.")
        bar.show_trouble(words, address=False)
        assert bar.field.isHidden()
        assert bar.small.text() == "Advice."
        bar.show_trouble(words, address=True)
        assert not bar.use_button.isEnabled()
        bar.field.setText(" https://other.example ")
        with qtbot.waitSignal(bar.address_wanted) as asked:
            qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        assert asked.args == ["https://other.example"]
        bar.show_nothing()
        assert bar.isHidden()


class TestDownloads:
    @pytest.mark.parametrize(
        ("download", "line"),
        [
            (Download(WANTED, "waiting", 0, 2_000_000_000), "waiting for its turn"),
            (
                Download(WANTED, "running", 500_000_000, 2_000_000_000, 18e6, 83.0),
                "500.0 MB of 2.0 GB · 18.0 MB/s · 2 min left",
            ),
            (Download(WANTED, "running", 5, 2_000_000_000), "5 bytes of 2.0 GB"),
            (Download(WANTED, "paused", 1_000_000_000, 2_000_000_000), "1.0 GB of 2.0 GB · paused"),
        ],
    )
    def test_how_it_stands(self, words, download, line):
        assert DownloadWords().line(download) == line

    def test_a_failed_one_says_why_and_is_tried_again(self, qtbot):
        page = DownloadPage(ErrorWords())
        qtbot.addWidget(page)
        error = DownloadError("digest", WANTED.id, "x", "y").info()
        page.show_download(Download(WANTED, "failed", 2, 2, error=error))
        assert "not the file on the hub" in page.error.text()
        assert page.resume_button.text() == "Try again"
        with qtbot.waitSignal(page.acted) as acted:
            page.resume_button.click()
        assert acted.args == ["resume", WANTED.id]
        page.show_download(Download(WANTED, "running", 1, 2))
        assert page.error.isHidden()
        assert page.resume_button.isHidden()


class TestWords:
    @pytest.mark.parametrize(
        ("number", "said"), [(812, "812"), (34_200, "34 k"), (1_214_000, "1.2 M"), (12e6, "12 M")]
    )
    def test_counts(self, words, number, said):
        assert words.count(int(number)) == said

    @pytest.mark.parametrize(
        ("speed", "said"),
        [(0, ""), (0.4, "24 words/min"), (4.24, "4.2 words/s"), (31.2, "31 words/s")],
    )
    def test_speed(self, words, speed, said):
        assert words.speed(speed) == said

    @pytest.mark.parametrize(
        ("seconds", "said"), [(0.4, "1 s"), (55, "55 s"), (61, "2 min"), (7320, "2 h 2 min")]
    )
    def test_durations(self, words, seconds, said):
        assert words.duration(seconds) == said

    def test_languages(self, words):
        assert words.languages(("en", "zh")) == "English, 中文"
        assert words.languages(("en", "de", "fr", "it")) == "4 languages"
        assert words.languages(("en", "zh", "many")) == "English, 中文, many more"
        assert words.languages(("code", "xx", "")) == ""

    def test_a_result_in_one_line(self, words):
        assert words.of_result(RepoSummary(id="a/b", downloads=96_400)) == "96 k downloads"
        assert words.date("no day") == ""


class TestUndo:
    def test_once(self, qtbot):
        strip = UndoStrip()
        qtbot.addWidget(strip)
        undone = []
        strip.tell("Gone", lambda: undone.append(1))
        assert not strip.isHidden()
        strip.undo()
        strip.undo()
        assert undone == [1]
        assert strip.isHidden()
        strip.tell("3 GB are free")
        assert strip.button.isHidden()
        strip.leave()
