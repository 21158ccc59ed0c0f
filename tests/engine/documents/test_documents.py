"""The facade: what is added is found, what is taken away is gone, and nobody waits."""

from __future__ import annotations

import threading

import pytest
from helpers.plain_reader import PlainReader, write_text

from engine.documents.documents import Documents
from engine.documents.news import Changed, Idle
from engine.documents.records import Progress
from engine.errors import DocumentError, InvalidInput, StorageError
from engine.files import Stopped

PATIENCE = 60


@pytest.fixture
def reader():
    return PlainReader()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "manuals"
    write_text(folder, "llamas.txt", "# Llamas", "The llama lives on the puna.", "It eats grass.")
    write_text(folder, "deep/alpaca.md", "An alpaca is smaller.", "羊驼生活在高原。")
    write_text(folder, "photo.jpg", "no document")
    return folder


@pytest.fixture
def told():
    return []


@pytest.fixture
def documents(home, reader, told, tmp_path):
    nowhere = tmp_path / "no-embedder.gguf"
    with Documents(home, told.append, embedder=nowhere, reader=reader) as documents:
        yield documents


def settled(documents):
    documents.settle(lexical_only=True)
    return documents


@pytest.fixture
def manuals(documents, folder):
    """A collection with everything of `folder`, read."""
    collection = documents.create("Manuals").result(PATIENCE)
    assert documents.add(collection.key, [folder]).result(PATIENCE) == 2
    settled(documents)
    return collection.key


def names(documents, collection):
    return [file.path.rpartition("/")[2] for file in documents.files(collection).result(PATIENCE)]


def test_a_folder_becomes_a_collection(documents, manuals, folder):
    [collection] = documents.collections().result(PATIENCE)
    assert (collection.key, collection.name) == (manuals, "Manuals")
    assert (collection.files, collection.searchable, collection.chunks) == (2, 2, 4)
    assert names(documents, manuals) == ["alpaca.md", "llamas.txt"]
    alpaca, llamas = documents.files(manuals).result(PATIENCE)
    assert llamas.path == str(folder / "llamas.txt")
    assert (llamas.state, llamas.chunks, llamas.info.kind) == ("words", 2, "text")
    assert documents.file(llamas.key).result(PATIENCE) == llamas
    first, second = documents.chunks(llamas.key).result(PATIENCE)
    assert (first.text, first.heading) == ("The llama lives on the puna.", ("Llamas",))
    assert (first.page, first.start, first.length) == (1, 10, 28)
    assert second.text == "It eats grass."
    assert first.title == "llamas.txt"
    assert alpaca.info.sha256 == documents.chunks(alpaca.key).result(PATIENCE)[0].sha256


def test_nothing_is_there_before_anything_is_added(documents, home):
    assert documents.collections().result(PATIENCE) == []
    assert documents.find("a").result(PATIENCE) == []
    assert documents.progress() is None
    documents.settle()
    assert not (home.documents / "index.db").exists()


def test_without_an_embedder_words_alone_are_made_and_that_is_said(documents, manuals, told):
    documents.settle()
    assert [news for news in told if isinstance(news, Idle) and news.error][-1].error.kind == (
        "model_not_found"
    )
    [collection] = documents.collections().result(PATIENCE)
    assert (collection.searchable, collection.ready) == (2, 0)


def test_news_say_what_changed_and_how_far_it_is(documents, manuals, told):
    documents.settle()
    assert Changed((manuals,)) in told
    far = [news for news in told if isinstance(news, Progress)]
    assert far
    assert all(news.files <= news.files_all for news in far)


def test_what_is_missing_is_not_added(documents, manuals, folder, tmp_path):
    with pytest.raises(DocumentError) as refused:
        documents.add(manuals, [folder / "llamas.txt", tmp_path / "none"]).result(PATIENCE)
    assert refused.value.values["fault"] == "missing"
    assert len(documents.roots(manuals).result(PATIENCE)) == 1


def test_a_file_that_cannot_be_read_says_why_and_the_rest_goes_on(documents, tmp_path):
    key = documents.create("Mixed").result(PATIENCE).key
    (tmp_path / "broken.txt").write_bytes(b"\0\1")
    write_text(tmp_path, "fine.txt", "Fine.")
    documents.add(key, [tmp_path / "broken.txt", tmp_path / "fine.txt"]).result(PATIENCE)
    settled(documents)
    [broken] = documents.files(key, state="failed").result(PATIENCE)
    assert broken.error.values["fault"] == "kind"
    assert documents.files(key, state="words").result(PATIENCE)[0].path.endswith("fine.txt")
    assert documents.collections().result(PATIENCE)[0].failed == 1


def test_patterns_choose_files(documents, folder):
    key = documents.create("Some").result(PATIENCE).key
    assert documents.add(key, [folder], ["*.md", "*.jpg"]).result(PATIENCE) == 2
    assert documents.add(key, [folder], (), ["deep"]).result(PATIENCE) == 1
    settled(documents)
    assert names(documents, key) == ["llamas.txt"]
    [root] = documents.roots(key).result(PATIENCE)
    assert root.exclude == ("deep",)


def test_collections_have_names_of_their_own(documents, manuals):
    with pytest.raises(InvalidInput):
        documents.create("manuals").result(PATIENCE)
    with pytest.raises(InvalidInput):
        documents.create(" \n").result(PATIENCE)
    assert documents.rename(manuals, "Guides").result(PATIENCE).name == "Guides"
    documents.create("Manuals").result(PATIENCE)
    assert [one.name for one in documents.collections().result(PATIENCE)] == ["Guides", "Manuals"]


def test_files_are_listed_by_a_part_of_their_name(documents, manuals):
    assert names(documents, manuals) == ["alpaca.md", "llamas.txt"]
    [found] = documents.files(manuals, text="LLAMA").result(PATIENCE)
    assert found.path.endswith("llamas.txt")
    [second] = documents.files(manuals, offset=1, limit=5).result(PATIENCE)
    assert second == found


def test_collections_and_files_are_found_for_a_question(documents, manuals):
    found = documents.find("a").result(PATIENCE)
    assert [one.name for one in found] == ["Manuals", "alpaca.md", "llamas.txt"]
    assert found[0].file == ""
    [alpaca] = documents.find("ALPA").result(PATIENCE)
    assert (alpaca.collection, alpaca.name) == (manuals, "alpaca.md")


def test_removing_can_be_undone(documents, manuals):
    file = documents.files(manuals).result(PATIENCE)[0]
    removed = documents.remove(files=[file.key]).result(PATIENCE)
    assert removed.files == 1
    assert names(documents, manuals) == ["llamas.txt"]
    assert documents.rescan(manuals).result(PATIENCE) == 0
    assert names(documents, manuals) == ["llamas.txt"]
    documents.undo(removed).result(PATIENCE)
    assert names(documents, manuals) == ["alpaca.md", "llamas.txt"]
    [root] = documents.roots(manuals).result(PATIENCE)
    gone = documents.remove(roots=[root.id]).result(PATIENCE)
    assert (gone.files, names(documents, manuals)) == (2, [])
    documents.undo(gone).result(PATIENCE)
    everything = documents.remove(collection=manuals).result(PATIENCE)
    assert documents.collections().result(PATIENCE) == []
    assert documents.files(manuals).result(PATIENCE) == []
    documents.undo(everything).result(PATIENCE)
    assert documents.collections().result(PATIENCE)[0].files == 2


def test_a_file_erased_from_a_folder_comes_back_by_hand_alone(documents, manuals, folder):
    file = documents.files(manuals).result(PATIENCE)[0]
    documents.erase(documents.remove(files=[file.key]).result(PATIENCE)).result(PATIENCE)
    assert documents.rescan().result(PATIENCE) == 0
    assert names(documents, manuals) == ["llamas.txt"]
    assert documents.add(manuals, [folder / "deep" / "alpaca.md"]).result(PATIENCE) == 1
    assert names(settled(documents), manuals) == ["alpaca.md", "llamas.txt"]


def test_of_files_of_one_name_only_the_one_removed_stays_away(documents, tmp_path):
    folder = tmp_path / "twins [1]"
    for name in ("a.txt", "deep/a.txt", "deep/b*.txt"):
        write_text(folder, name, "text")
    key = documents.create("Twins").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    files = settled(documents).files(key).result(PATIENCE)
    assert len(files) == 3
    gone = [file.key for file in files if not file.path.endswith("deep/a.txt")]
    documents.erase(documents.remove(files=gone).result(PATIENCE)).result(PATIENCE)
    documents.rescan().result(PATIENCE)
    [left] = documents.files(key).result(PATIENCE)
    assert left.path.endswith("deep/a.txt")


def test_what_was_removed_is_erased_at_the_end(home, reader, folder, documents, manuals):
    documents.remove(collection=manuals).result(PATIENCE)
    documents.close()
    with Documents(home, index=False, reader=reader) as again:
        assert again.collections().result(PATIENCE) == []
        assert again.find("").result(PATIENCE) == []
    with pytest.raises(StorageError):
        documents.collections().result(PATIENCE)


def test_words_are_made_while_a_reply_is(documents, folder, reader):
    documents.hold(True)
    key = documents.create("Held").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    settled(documents)
    assert len(reader.read) == 2
    assert documents.collections().result(PATIENCE)[0].searchable == 2


def test_waiting_can_be_given_up(documents, folder, reader):
    reader.gate.clear()
    key = documents.create("Slow").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    with pytest.raises(Stopped):
        documents.settle(cancelled=reader.waits.is_set)
    state = documents.files(key, state="reading").result(PATIENCE)
    assert len(state) == 1
    reader.gate.set()


def test_closing_in_the_middle_of_a_file_reads_it_again_next_time(home, folder, tmp_path):
    slow, nowhere = PlainReader(), tmp_path / "none.gguf"
    slow.gate.clear()
    documents = Documents(home, embedder=nowhere, reader=slow)
    key = documents.create("Manuals").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    assert slow.waits.wait(PATIENCE)
    closing = threading.Thread(target=documents.close)
    closing.start()
    closing.join(PATIENCE)
    assert not closing.is_alive()
    with Documents(home, embedder=nowhere, reader=PlainReader()) as again:
        settled(again)
        assert [file.state for file in again.files(key).result(PATIENCE)] == ["words", "words"]


def test_a_fault_of_a_listener_does_not_end_the_thread(
    home, folder, reader, tmp_path, expected_log
):
    def tell(news):
        raise ValueError("of the listener")

    with Documents(home, tell, embedder=tmp_path / "none.gguf", reader=reader) as documents:
        key = documents.create("Manuals").result(PATIENCE).key
        documents.add(key, [folder]).result(PATIENCE)
        settled(documents)
        assert len(documents.files(key).result(PATIENCE)) == 2
    expected_log("who listens to the documents has a fault")


def test_files_of_several_formats_are_read_by_the_importer_process(home, tmp_path):
    folder = tmp_path / "files"
    write_text(folder, "guide.md", "# Guide", "The llama lives on the puna.", "## Food", "Grass.")
    write_text(folder, "羊驼.txt", "羊驼生活在高原。它吃草。")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    with Documents(home, embedder=tmp_path / "none.gguf") as documents:
        key = documents.create("Files").result(PATIENCE).key
        assert documents.add(key, [folder]).result(PATIENCE) == 3
        settled(documents)
        broken, guide, chinese = documents.files(key).result(PATIENCE)
        assert (broken.state, broken.error.values["fault"]) == ("failed", "damaged")
        assert (guide.state, guide.info.kind, guide.info.title) == ("words", "markdown", "Guide")
        assert (chinese.info.kind, chinese.info.language) == ("text", "zh")
        text = (folder / "羊驼.txt").read_text(encoding="utf-8")
        for hit in documents.chunks(chinese.key).result(PATIENCE):
            assert hit.text == text[hit.start : hit.start + hit.length]
        [found] = documents.find("guide").result(PATIENCE)
        assert found.file == guide.key
