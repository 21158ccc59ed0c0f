"""A long Chinese PDF is dropped on a chat and asked, until a citation opens at its sentence."""

import json

import pytest
from helpers.pdf_writer import Title, write_pdf
from PySide6.QtCore import QLocale, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.application import demo_model
from app.chat.card_documents import CardDocuments
from engine.files import save_settings
from engine.settings import Settings

LEAVE = "每位员工的产假为十六周，工资照发。"
ASKED = "产假有多长时间？"
ANSWER = "每位员工的产假为十六周，工资照发[1]。申请表请找玛丽亚领取。"
MISSING = "食堂几点开门？"
NOTHING = "食堂早上七点开门。"


@pytest.fixture(autouse=True)
def language():
    """What later tests write numbers in, whatever the window here speaks."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


def handbook(path, pages=40):
    """Pages of a handbook, of which one has the answer."""
    chapters = []
    for number in range(1, pages + 1):
        lines = [
            Title(f"第{number}章 办公守则", 1),
            f"本章说明第{number}项守则，适用于所有部门。",
            f"各部门每季度检查一次第{number}项守则的执行情况。",
            "检查结果由人事部门保存三年，员工可以随时查阅。",
        ]
        if number == 27:
            lines = [Title("第27章 休假", 1), LEAVE, "产假须在生育后十二个月内休完。"]
        chapters.append(lines)
    return write_pdf(path, chapters, title="员工手册")


def scripted(home):
    path = home.root.parent / "handbook.json"
    replies = [
        {"match": "食堂", "text": NOTHING},
        {"match": "产假", "text": ANSWER},
    ]
    path.write_text(json.dumps({"n_ctx": 4096, "replies": replies}), encoding="utf-8")
    return demo_model(str(path))


def drop(person, path):
    """Let a file fall on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(600, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    person.window.dropEvent(event)


def take_up(person, path):
    """Drop it, and say that it is to be asked."""
    drop(person, path)
    person.until(person.chat.composer.offer.isVisible)
    person.picture("chinese-pdf-1-offered")
    person.click("提问")
    person.until(lambda: [one.name for one in person.chat.composer.documents.shown] == [path.name])


def read(person):
    """The passage that is open in the reader, once its page is drawn with it marked."""
    reader = person.window.reader
    person.until(lambda: reader.picture.isVisible() and reader.picture.marks())
    return reader.passage


def documents_of(person):
    """What the card of the last reply shows of documents, once it was looked up."""
    reply = person.reply()
    person.until(lambda: person.application.session.message(reply.id).checked is not None)
    card = person.chat.transcript.card(reply.id)
    assert isinstance(card.addition, CardDocuments)
    return card, card.addition


def test_from_the_drop_to_the_sentence(visit, home, tmp_path):
    path = handbook(tmp_path / "员工手册.pdf")
    save_settings(home.settings, Settings(language="zh_CN", theme="light"))
    person = visit(scripted(home))
    take_up(person, path)
    reply = person.send(ASKED)  # at once: what is still to be read is waited for
    assert reply.error is None
    card, documents = documents_of(person)
    passages = documents.sources.passages
    assert 27 in [passage.page for passage in passages]
    text = card.body.toPlainText()
    number = next(p.number for p in passages if "十六周" in p.text)
    assert f"工资照发。[{number}]" in text
    assert text.endswith("未找到")
    assert documents.verdict.words().startswith("2 句话")
    person.picture("chinese-pdf-2-answered")

    person.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    cited = read(person)
    assert cited.page == 27
    assert "十六周" in cited.text
    assert cited.path == str(path)
    person.picture("chinese-pdf-3-opened")
    person.window.reader.leave()

    documents.line.button.click()
    person.picture("chinese-pdf-4-passages")
    person.send(MISSING)
    card, documents = documents_of(person)
    assert documents.refusal is not None
    assert not card.body.isVisible()
    person.picture("chinese-pdf-5-nothing")
    person.click("显示模型写的内容")
    assert card.body.isVisible()
    assert "未找到" in card.body.toPlainText()

    # The next day everything stands where it stood.
    key = person.application.session.chat_id
    person = visit(scripted(home))
    person.until(lambda: person.chat.list.view.model().rowCount() > 0)
    person.application.session.open_chat(key)
    person.until(lambda: person.reply() is not None)
    assert [one.name for one in person.chat.composer.documents.shown] == [path.name]
    said = [m for m in person.application.session.path() if m.checked is not None]
    assert len(said) == 2
    assert f"工资照发。[{number}]" in person.sees()


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_with_a_real_model(visit, home, tmp_path, gemma_path):
    path = handbook(tmp_path / "员工手册.pdf")
    save_settings(home.settings, Settings(language="zh_CN", theme="light", n_threads=1))
    person = visit()
    person.application.models.choose(str(gemma_path))
    person.until(lambda: person.application.models.model is not None)
    take_up(person, path)
    reply = person.send(ASKED)
    assert reply.error is None
    _, documents = documents_of(person)
    person.picture("chinese-pdf-6-real-model")
    # Small models say little; but what is said to be found is, and opens there.
    for place in documents.places():
        assert place.text in "".join(p.text for p in documents.sources.passages)
    assert documents.cites() or documents.refusal is not None
    if documents.cites():
        person.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert read(person).page == documents.places()[0].page
        person.picture("chinese-pdf-7-real-model-opened")
