"""Files that fall on a chat: which of them are asked, and what is offered for these."""

import pytest

from app.chat.offer_bar import LONG, Given, OfferBar, sorted_out


@pytest.fixture
def bar(qtbot, theme):
    bar = OfferBar(theme)
    qtbot.addWidget(bar)
    bar.resize(600, 60)
    return bar


def test_documents_are_told_from_texts(tmp_path):
    names = ("a.PDF", "b.txt", "c.html", "long.md")
    pdf, text, page, long = files = [tmp_path / name for name in names]
    for file in files:
        file.write_text("x")
    long.write_text("x" * (LONG + 1))
    folder, gone = tmp_path / "papers", tmp_path / "gone.txt"
    folder.mkdir()
    given = sorted_out([*files, folder, gone])
    assert given.documents == (pdf, page, long, folder)
    assert given.texts == (page, long)
    assert given.attached == (text, gone)  # whoever reads it tells what is wrong with it


def test_one_document_is_named_and_asked(bar, tmp_path):
    asked = []
    bar.ask_wanted.connect(asked.append)
    bar.offer(Given((tmp_path / "report.pdf",)))
    assert bar.isVisible()
    assert "report.pdf" in bar.label.text()
    assert not bar.attach.isVisible()
    assert bar.tab_stops() == [bar.ask, bar.close_button]
    bar.ask.click()
    assert asked == [(tmp_path / "report.pdf",)]
    assert not bar.isVisible()


def test_several_are_counted_and_may_be_attached_where_they_are_text(bar, tmp_path):
    attached = []
    bar.attach_wanted.connect(attached.append)
    pdf, page = tmp_path / "report.pdf", tmp_path / "page.html"
    bar.offer(Given((pdf,)))
    bar.offer(Given((page,), (page,)))
    assert "2 files" in bar.label.text()
    bar.attach.click()
    assert attached == [(page,)]


def test_nothing_comes_of_what_is_put_away(bar, tmp_path):
    heard = []
    for signal in (bar.ask_wanted, bar.attach_wanted):
        signal.connect(heard.append)
    bar.offer(Given((tmp_path / "report.pdf",)))
    bar.close_button.click()
    assert heard == []
    bar.offer(Given((tmp_path / "other.pdf",)))
    assert "other.pdf" in bar.label.text()
