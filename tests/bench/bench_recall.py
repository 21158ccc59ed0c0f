"""Bar 3: how well questions are answered by what is found: `python tests/bench/bench_recall.py`.

For each set of `docs_sets` (English, Chinese, English questions to Chinese documents) it prints,
for words alone and for both words and meaning: how many questions have a passage that answers
first, and among the first five, the mean of one over its rank, and how much of the answer is in the
1,500 tokens that a model is given; beside them a plain recipe: pieces of 512 characters, the first
three, as SQLite finds them with its own words (`unicode61`). Then the ratios of the bars with
intervals of 95 %, from samples of the questions drawn again and again. Passages and questions are
embedded once and kept.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import apsw
import numpy as np
import numpy.typing as npt
from docs_sets import Evaluation, Question, evaluation
from docs_vectors import KeptVectors

from engine.documents.index.files import Stat
from engine.documents.index.index import Index
from engine.documents.index.vectors import Identity
from engine.documents.records import Chunk, FileInfo, Hit, Passage
from engine.documents.search.choosing import Room, choose
from engine.documents.search.means import means
from engine.documents.search.searcher import Searcher
from engine.documents.words import index_words
from engine.messages import Embedding

CACHE: Final = Path.home() / ".cache/puna/bench/search"
ROOM: Final = Room(n_ctx=8192, used=0, tokens_per_s=1500 / 8, reply=512)
"""Of 1,500 tokens for passages, with what stands around them."""
FOUND: Final = 20
RECIPE_CHARACTERS: Final = 512
RECIPE_FOUND: Final = 3
SAMPLES: Final = 2000
FIGURES: Final = ("R@1", "R@5", "MRR", "coverage")

BARS: Final = {
    ("English", "R@5 of both over words"): 1.1,
    ("English", "coverage of both over recipe"): 1.3,
    ("Chinese", "R@5 of both over words"): 1.05,
    ("Chinese", "coverage of both over recipe"): 1.3,
    ("English to Chinese", "R@5 of both"): 0.5,
}

Table = npt.NDArray[np.float64]
"""Of shape (questions, figures)."""


@dataclass(frozen=True, slots=True)
class Set:
    """Questions to a corpus, which may be in another language."""

    name: str
    corpus: Evaluation
    questions: Sequence[Question]


class Corpus:
    """The index of one language, made by the code that makes Puna's."""

    def __init__(self, folder: Path, corpus: Evaluation, kept: KeptVectors) -> None:
        self.path = folder / f"{corpus.language}.db"
        index = Index.open(self.path)
        collection = index.collections.create(corpus.language).key
        chapters = list(dict.fromkeys((piece.document, piece.path[0]) for piece in corpus.pieces))
        names = {one: f"/{'/'.join(one)}.html" for one in chapters}
        with index.transaction():
            index.files.await_new(collection, [(names[one], Stat(1, 1)) for one in chapters])
            while task := index.files.begin_next():
                own = [
                    one for one in corpus.pieces if names[one.document, one.path[0]] == task.path
                ]
                chunks = [
                    Chunk(
                        *(number, 0, len(piece.text), piece.text, (piece.chapter,), piece.tokens),
                        words=index_words(piece.text),
                    )
                    for number, piece in enumerate(own, 1)
                ]
                info = FileInfo("html", task.path, len(own), 0, 0, "0", corpus.language)
                index.writing.put(task.id, task.stat, info, chunks, [])
        self._fill(index, kept)
        index.close()
        places = {}
        for name in names.values():
            own = [
                n for n, one in enumerate(corpus.pieces) if names[one.document, one.path[0]] == name
            ]
            places |= {(name, page): number for page, number in enumerate(own, 1)}
        self._places = places

    def _fill(self, index: Index, kept: KeptVectors) -> None:
        embedding = Embedding("bench", kept.dimension, "mean", True, "", "query: ", "passage: ")
        made = index.vectors.begin(Identity(embedding), means(kept.embed))
        while missing := index.vectors.missing(made.id, 200):
            vectors = kept.embed([chunk.passage for chunk in missing], "passage")
            index.vectors.put(made, missing, list(vectors))

    def piece(self, hit: Hit | Passage) -> int:
        """Which piece a hit is."""
        return self._places[hit.path, hit.page]


class Recipe:
    """The plain recipe over the chapters of a corpus: pieces of so many characters."""

    def __init__(self, corpus: Evaluation) -> None:
        self._pieces: list[tuple[str, list[tuple[int, int, int]]]] = []
        self._sections = corpus.sections
        chapters: dict[tuple[str, str], list[int]] = {}
        for number, section in enumerate(corpus.sections):
            chapters.setdefault((section.document, section.path[0]), []).append(number)
        for numbers in chapters.values():
            self._cut(numbers)
        self._database = apsw.Connection(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE piece USING fts5(text, tokenize='unicode61')")
        self._database.executemany(
            "INSERT INTO piece (rowid, text) VALUES (?, ?)",
            [(number, text) for number, (text, _) in enumerate(self._pieces, 1)],
        )

    def _cut(self, numbers: Sequence[int]) -> None:
        """Pieces of one chapter, each with the places of sections in it."""
        text, spans = "", []
        for number in numbers:
            start = len(text)
            text += "\n".join(self._sections[number].blocks) + "\n"
            spans.append((number, start, len(text)))
        for start in range(0, len(text), RECIPE_CHARACTERS):
            end = start + RECIPE_CHARACTERS
            inside = [(n, max(a, start), min(b, end)) for n, a, b in spans if a < end and b > start]
            self._pieces.append((text[start:end], inside))

    def figures(self, question: Question) -> list[float]:
        wanted = {
            number: sum(map(len, section.blocks)) + len(section.blocks)
            for number, section in enumerate(self._sections)
            if section.document == question.document and question.section in section.path
        }
        asked = " OR ".join(f'"{word}"' for word in _plain_words(question.text))
        rows = self._database.execute(
            "SELECT rowid FROM piece WHERE piece MATCH ? ORDER BY rank LIMIT ?", (asked, FOUND)
        ).fetchall()
        inside = [self._pieces[row - 1][1] for (row,) in rows]
        good = [any(number in wanted for number, _, _ in one) for one in inside]
        covered = sum(
            end - start
            for one in inside[:RECIPE_FOUND]
            for number, start, end in one
            if number in wanted
        )
        return [*_ranked(good), min(1.0, covered / max(1, sum(wanted.values())))]


def _plain_words(text: str) -> list[str]:
    """What `unicode61` makes of a question: runs of letters and digits."""
    return list(dict.fromkeys("".join(c if c.isalnum() else " " for c in text.lower()).split()))


def _ranked(good: Sequence[bool]) -> list[float]:
    first = good.index(True) + 1 if True in good else 0
    return [float(first == 1), float(0 < first <= 5), 1 / first if first else 0.0]


def figures(
    corpus: Corpus, one: Set, hits: Sequence[Hit], given: Sequence[Passage], question: Question
) -> list[float]:
    """`hits` of a search, and of them what a model is `given`."""
    answers = set(one.corpus.answers(question))
    length = sum(len(one.corpus.pieces[piece].text) for piece in answers)
    covered = sum(len(told.text) for told in given if corpus.piece(told) in answers)
    return [*_ranked([corpus.piece(hit) in answers for hit in hits]), covered / length]


def measure(one: Set, corpus: Corpus, kept: KeptVectors) -> Mapping[str, Table]:
    recipe = Recipe(one.corpus)
    searcher = Searcher(corpus.path, kept.embed)
    rows: dict[str, list[list[float]]] = {"recipe": [], "words": [], "both": []}
    for question in one.questions:
        rows["recipe"].append(recipe.figures(question))
        for way in ("words", "both"):
            both = way == "both"
            hits = searcher.search([question.text], limit=FOUND, by_meaning=both)
            given = choose(searcher, question.text, [], [], ROOM, by_meaning=both).passages
            rows[way].append(figures(corpus, one, hits, given, question))
    searcher.close()
    return {way: np.array(found) for way, found in rows.items()}


def interval(values: npt.NDArray[np.float64]) -> str:
    low, high = np.quantile(values, [0.025, 0.975])
    return f"[{low:.3f}, {high:.3f}]"


def say(one: Set, tables: Mapping[str, Table]) -> None:
    count = len(one.questions)
    write = sys.stdout.write
    write(f"\n{one.name}: {count} questions, {len(one.corpus.pieces)} chunks\n")
    rng = np.random.default_rng(7)
    drawn = rng.integers(0, count, (SAMPLES, count))
    for way, table in tables.items():
        means_of = table.mean(axis=0)
        sampled = table[drawn].mean(axis=1)
        told = (
            f"{name} {mean:.3f} {interval(sampled[:, column])}"
            for column, (name, mean) in enumerate(zip(FIGURES, means_of, strict=True))
        )
        write(f"  {way:7} {'  '.join(told)}\n")
    for figure, other in ((1, "words"), (3, "recipe"), (3, "words")):
        both, than = tables["both"][:, figure], tables[other][:, figure]
        samples = both[drawn].mean(axis=1) / than[drawn].mean(axis=1)
        name, ratio = f"{FIGURES[figure]} of both over {other}", both.mean() / than.mean()
        write(f"  {name}: {ratio:.3f} {interval(samples)}{told_bar(one.name, name, ratio)}\n")
    recall = tables["both"][:, 1].mean()
    write(f"  R@5 of both: {recall:.3f}{told_bar(one.name, 'R@5 of both', recall)}\n")
    sys.stdout.flush()


def told_bar(name: str, figure: str, value: float) -> str:
    """Whether a bar is met, where there is one."""
    bar = BARS.get((name, figure))
    return "" if bar is None else f"  bar {bar}: {'met' if value >= bar else 'MISSED'}"


def main() -> None:
    english, chinese = evaluation("en"), evaluation("zh")
    across = [question for question in english.questions if chinese.answers(question)]
    sets = (
        Set("English", english, english.questions),
        Set("Chinese", chinese, chinese.questions),
        Set("English to Chinese", chinese, across),
    )
    with KeptVectors(CACHE) as kept, tempfile.TemporaryDirectory() as folder:
        corpora = {one.language: Corpus(Path(folder), one, kept) for one in (english, chinese)}
        for one in sets:
            say(one, measure(one, corpora[one.corpus.language], kept))
            if one.questions and one.name != "English to Chinese":
                for kind in ("faq", "heading", "index"):
                    part = [question for question in one.questions if question.kind == kind]
                    if not part:
                        continue
                    only = Set(f"{one.name}, {kind}", one.corpus, part)
                    say(only, measure(only, corpora[one.corpus.language], kept))


if __name__ == "__main__":
    main()
