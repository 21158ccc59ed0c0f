"""Fetching pages and pictures beside the GUI thread."""

import threading

from helpers.cited import LEAVE, cite, write_pdf

from app.reader.reading import Reading
from engine.documents.importer.client import Importer
from engine.documents.importer.protocol import Picture
from engine.documents.records import File, FileInfo, Page, Span
from engine.errors import StorageError


def refuse(error):
    raise AssertionError(error)


def draw(reading, qtbot, path, page, width=400, spans=()):
    drawn = []
    reading.draw(str(path), page, width, spans, drawn.append, refuse)
    qtbot.waitUntil(lambda: bool(drawn))
    return drawn[0]


def test_a_passage_is_opened_and_its_page_drawn(qtbot, reading, importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    opened = []
    reading.open(passage, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    drawn = draw(reading, qtbot, handbook, opened[0].page, spans=(opened[0].span,))
    assert drawn.image.width() == 400
    assert drawn.image.height() > 400
    assert len(drawn.boxes) == 1
    assert drawn.text.contains(drawn.boxes[0])
    box = drawn.boxes[0]
    size = drawn.image.size()
    inside = [
        drawn.image.pixelColor(x, y).lightness()
        for x in range(int(box.left() * size.width()), int(box.right() * size.width()))
        for y in range(int(box.top() * size.height()), int(box.bottom() * size.height()))
    ]
    assert min(inside) < 120  # there are letters, and not only paper
    assert max(inside) > 240


def test_pictures_leave_no_file(qtbot, reading, importer, handbook):
    page, _ = importer.page(handbook, 1)
    draw(reading, qtbot, handbook, page)
    assert list(importer._work.iterdir()) == []


def test_a_picture_that_is_not_whole_is_refused(qtbot, bridge, tmp_path):
    file = tmp_path / "page.bgrx"

    class Cut:
        def picture(self, path, number, width, spans):
            file.write_bytes(bytes(100))
            return Picture(str(file), 10, 10, ((),))

        def close(self):
            pass

    reading = Reading(Cut(), bridge)
    told = []
    reading.draw("a.pdf", Page(1, ""), 10, (), refuse, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].kind == "storage"
    assert not file.exists()
    reading.close()


def test_a_picture_is_drawn_once(qtbot, reading, importer, handbook):
    page, _ = importer.page(handbook, 1)
    first = draw(reading, qtbot, handbook, page)
    assert draw(reading, qtbot, handbook, page) is first
    assert draw(reading, qtbot, handbook, page, width=300) is not first
    write_pdf(handbook, (("Another",),))
    assert draw(reading, qtbot, handbook, page) is not first


def test_a_page_is_drawn_ahead(qtbot, reading, importer, handbook):
    reading.prepare(str(handbook), 2, 400)
    reading.prepare(str(handbook), 99, 400)  # behind the last: of no interest to anybody
    page, _ = importer.page(handbook, 2)
    draw(reading, qtbot, handbook, page)
    assert len(reading._drawn) == 1


def test_what_is_not_wanted_any_more_is_not_delivered(qtbot, reading, handbook):
    heard = []
    for number in (1, 2, 3, 1):
        reading.forget()
        reading.page(str(handbook), number, heard.append, refuse)
    reading.forget()
    reading.page(str(handbook), 2, heard.append, refuse)
    qtbot.waitUntil(lambda: bool(heard))
    done = []
    reading.page(str(handbook), 3, done.append, refuse)
    qtbot.waitUntil(lambda: bool(done))
    assert [page.number for page in heard] == [2]


def test_what_waits_is_not_begun_once_it_is_not_wanted(qtbot, bridge):
    begun, go = [], threading.Event()

    class Slow:
        def page(self, path, number):
            begun.append(number)
            assert go.wait(60)
            return Page(number, "text"), ""

        def close(self):
            go.set()

    reading = Reading(Slow(), bridge)
    heard = []
    reading.page("a", 1, heard.append, refuse)
    qtbot.waitUntil(lambda: bool(begun))
    for number in (2, 3, 4):
        reading.page("a", number, heard.append, refuse)
    reading.forget()
    reading.page("a", 5, heard.append, refuse)
    go.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert begun == [1, 5]
    assert [page.number for page in heard] == [5]
    reading.close()


def test_errors_are_told(qtbot, reading, tmp_path):
    told = []
    reading.page(str(tmp_path / "none.pdf"), 1, refuse, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].values["fault"] == "missing"


def test_only_pages_of_pdf_are_drawn(qtbot, reading, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Plain words, a few of them.")
    told = []
    reading.draw(str(path), Page(1, ""), 300, (), refuse, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].values["fault"] == "kind"


def test_closing_ends_what_is_under_way(qtbot, bridge, tmp_path, handbook):
    reading = Reading(Importer(tmp_path / "pictures"), bridge)
    reading.page(str(handbook), 1, refuse, refuse)
    reading.close()
    reading.page(str(handbook), 2, refuse, refuse)
    heard = []
    bridge.run(lambda: 1, heard.append)
    qtbot.waitUntil(lambda: bool(heard))


class Shelf:
    """An index that knows one file, or fails."""

    def __init__(self, known=None):
        self._known = known

    def file(self, key):
        return self._future(self._known)

    def chunks(self, key):
        return self._future(self._known and [])

    def _future(self, value):
        from concurrent.futures import Future

        future = Future()
        if value is None:
            future.set_exception(StorageError("index.db", "it is damaged"))
        else:
            future.set_result(value)
        return future


def test_what_the_index_knows_of_a_file(qtbot, importer, bridge):
    info = FileInfo("pdf", "Handbook", 3, 0, 100, "a" * 64)
    known = File("key", "c", "/h.pdf", 10, "ready", info=info)
    reading = Reading(importer, bridge, Shelf(known))
    heard = []
    reading.count("", refuse)
    reading.count("key", heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [known]
    reading._worker.shutdown()


def test_an_index_that_fails_keeps_nothing_from_being_shown(qtbot, bridge, importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2, file="key")
    handbook.unlink()
    reading = Reading(importer, bridge, Shelf())
    heard = []
    reading.count("key", refuse)
    reading.open(passage, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].page.text == LEAVE
    reading._worker.shutdown()


def test_spans_of_other_pages_have_no_boxes(qtbot, reading, importer, handbook):
    page, _ = importer.page(handbook, 1)
    assert draw(reading, qtbot, handbook, page, spans=(Span(2, 0, 5),)).boxes == ()
