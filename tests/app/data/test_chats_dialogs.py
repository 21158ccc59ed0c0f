"""Chats come in from other programs and go out again, through the dialogs and the real store."""

import json
import zipfile

import pytest
from helpers import exports
from helpers.window import ask


def titles(application):
    chats = application.store.call(lambda chats: chats.list()).result(10)
    return [chat.title for chat in chats]


def many(count):
    return [
        exports.chatgpt_conversation(
            exports.chatgpt_node("u", None, ["a"], "user", exports.said(f"Question {n}")),
            exports.chatgpt_node("a", "u", [], "assistant", exports.said(f"Answer {n}")),
            current="a",
            conversation_id=f"conversation-{n}",
            title=f"Chat {n}",
        )
        for n in range(count)
    ]


@pytest.fixture
def chatgpt(tmp_path):
    path = tmp_path / "conversations.json"
    exports.write_json_file(path, [*many(40), exports.chatgpt_with_branches(), {"title": "odd"}])
    return path


def test_a_file_of_chatgpt_is_imported_and_its_chats_are_in_the_list(
    qtbot, application, page, end, chatgpt
):
    dialog = page.import_chats()
    dialog.begin(str(chatgpt))
    told = end(dialog)
    assert told[0] == "41 chats were added."
    assert told[1] == "1 chat could not be read:"
    assert "42" in told[2]
    assert len(titles(application)) == 41
    shelf = application.window.chat.list.view
    qtbot.waitUntil(lambda: shelf.model().rowCount() >= 41)
    dialog.close()
    found = next(
        chat
        for chat in application.store.call(lambda chats: chats.list()).result(10)
        if chat.title == "Chat 7"
    )
    application.session.open_chat(found.id)
    qtbot.waitUntil(lambda: len(application.session.path()) == 2)
    assert [m.content for m in application.session.path()] == ["Question 7", "Answer 7"]


def test_nothing_is_added_twice(application, page, end, chatgpt):
    for _ in range(2):
        dialog = page.import_chats()
        dialog.begin(str(chatgpt))
        told = end(dialog)
        dialog.close()
    assert told[:2] == ["No new chats were added.", "41 chats were here already."]
    assert len(titles(application)) == 41


def test_the_zip_of_chatgpt_open_webui_and_lm_studio_are_known_by_their_content(
    application, page, end, chatgpt, tmp_path
):
    archive = tmp_path / "export.bin"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(chatgpt, "conversations.json")
    webui = tmp_path / "webui.txt"
    exports.write_json_file(webui, [exports.open_webui_conversation()])
    studio = tmp_path / "studio"
    (studio / "Work").mkdir(parents=True)
    exports.write_json_file(
        studio / "Work" / "1.conversation.json", exports.lm_studio_conversation()
    )
    for path, added in ((archive, 41), (webui, 1), (studio, 1)):
        dialog = page.import_chats()
        dialog.begin(str(path))
        words = "1 chat was added." if added == 1 else f"{added} chats were added."
        assert end(dialog)[0] == words
        dialog.close()
    assert len(titles(application)) == 43


def test_a_file_without_chats_is_told_in_words(application, page, end, tmp_path):
    path = tmp_path / "notes.json"
    path.write_text('{"notes": []}')
    dialog = page.import_chats()
    dialog.begin(str(path))
    told = end(dialog)
    assert told[0] == "That cannot be used"
    assert "notes.json" in told[1]
    dialog.close()
    assert titles(application) == []


def test_export_as_markdown_and_json_and_back_into_another_home(
    qtbot, application, page, end, tmp_path
):
    ask(qtbot, application, "What is a puna?")
    application.window.chat.new_chat()
    ask(qtbot, application, "And a vicuña?")
    archive, tree = tmp_path / "chats.zip", tmp_path / "chats.json"
    dialog = page.export_chats()
    dialog.begin(str(archive))
    told = end(dialog)
    assert told[0] == "2 chats were exported."
    assert str(archive) in told[1]
    dialog.close()
    with zipfile.ZipFile(archive) as file:
        texts = [file.read(name).decode() for name in file.namelist()]
    assert len(texts) == 2
    assert all("An answer." in text for text in texts)
    dialog = page.export_chats()
    dialog.json.setChecked(True)
    dialog.begin(str(tree))
    end(dialog)
    dialog.close()
    assert json.loads(tree.read_text())["format"] == "puna-chats"
    dialog = page.import_chats()
    dialog.begin(str(tree))
    assert end(dialog)[:2] == ["No new chats were added.", "2 chats were here already."]
    dialog.close()


def test_selected_chats_alone_are_exported(qtbot, application, page, end, tmp_path):
    ask(qtbot, application, "What is a puna?")
    only = application.session.chat_id
    application.window.chat.new_chat()
    ask(qtbot, application, "And a vicuña?")
    dialog = page.export_chats([only])
    assert dialog._suffix() == "md"
    target = tmp_path / "one.md"
    dialog.begin(str(target))
    assert end(dialog)[0] == "1 chat was exported."
    dialog.close()
    assert "What is a puna?" in target.read_text()
    assert "vicuña" not in target.read_text()


def test_what_cannot_be_written_is_told_and_leaves_nothing(application, page, end, tmp_path):
    folder = tmp_path / "taken.zip"
    folder.mkdir()
    dialog = page.export_chats()
    dialog.begin(str(folder))
    told = end(dialog)
    assert told[0] == "The disk refused"
    dialog.close()
    assert list(tmp_path.glob("*.zip")) == [folder]
    assert list(folder.iterdir()) == []
