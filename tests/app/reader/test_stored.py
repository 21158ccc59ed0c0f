"""A passage and what stood around it."""

from app.reader.stored import stored_page
from engine.documents.records import Hit, Passage, Ranks

TEXTS = ("Alpha is first. ", "Beta is second. ", "Gamma is third. ", "Delta is fourth.")


def chunks(sha256="a" * 64, page_of=lambda number: 1):
    made, start = [], 0
    for number, text in enumerate(TEXTS):
        place = {"page": page_of(number), "start": start, "length": len(text), "text": text}
        made.append(
            Hit(number, "f", "/f.md", "f", sha256, **place, label="", page_kind="part",
                heading=(), tokens=4, score=0.0, ranks=Ranks())
        )  # fmt: skip
        start += len(text)
    return made


def passage(start, length, page=1):
    text = "".join(TEXTS)[start : start + length]
    return Passage(1, "f", "/f.md", "f", "a" * 64, page, start, length, text, page_kind="part")


def shown(page, span):
    return page.text[span.start : span.start + span.length]


def test_without_an_index_there_is_the_passage():
    cited = passage(16, 16)
    page, span = stored_page(cited, ())
    assert page.text == cited.text == shown(page, span)
    assert (page.number, page.kind, page.blocks) == (1, "part", ())


def test_neighbours_stand_around_it():
    page, span = stored_page(passage(16, 16), chunks())
    assert page.text == (
        "Alpha is first. \n\nBeta is second. \n\nGamma is third. \n\nDelta is fourth."
    )
    assert shown(page, span) == "Beta is second. "


def test_a_sentence_of_a_chunk_stays_in_it():
    start = "".join(TEXTS).index("is second")
    page, span = stored_page(passage(start, 9), chunks())
    assert shown(page, span) == "is second"
    assert "Beta is second. \n\nGamma" in page.text


def test_several_chunks_are_one_passage():
    page, span = stored_page(passage(16, 32), chunks())
    assert shown(page, span) == "Beta is second. Gamma is third. "
    assert page.text.count("Gamma") == 1


def test_neighbours_on_other_pages():
    page, span = stored_page(passage(16, 16, page=2), chunks(page_of=lambda n: (1, 2, 3, 4)[n]))
    assert shown(page, span) == "Beta is second. "
    assert page.text.startswith("Alpha is first. \n\n")
    assert page.text.endswith("Gamma is third. \n\nDelta is fourth.")


def test_chunks_of_another_version_count_for_nothing():
    cited = passage(16, 16)
    page, _ = stored_page(cited, chunks("b" * 64))
    assert page.text == cited.text
