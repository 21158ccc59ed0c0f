"""The adapter that comes with Puna: what is in its file, and what it makes of a base model.

All held-out questions are asked by `tests/bench/bench_starter.py`; here a few of them.
"""

import pytest
from helpers.starter_answers import answers, questions

from engine.engine import Engine
from engine.gguf import read
from engine.gguf.adapter import check_numbers, read_adapter
from engine.hub.adapters import shipped_adapter
from engine.hub.catalogue import load_catalogue
from engine.hub.first_start import STARTER, TRAINED, first_starts
from engine.hub.library import Library
from engine.messages import AdapterUse, ModelSpec

FEW = 24  # one question in so many
MOST = 48


def test_its_file_is_small_sound_and_for_the_model_that_comes_with_puna():
    adapter = read_adapter(shipped_adapter())
    check_numbers(adapter)
    assert adapter.size <= 5_000_000
    assert adapter.name == "Puna starter"
    assert adapter.rank == 8
    assert adapter.base_sha256 == load_catalogue()[TRAINED].sha256
    assert "Assistant:" in adapter.template
    told = " ".join(str(value) for value in read(adapter.path).metadata.values())
    assert "gemma" in told.lower()


def test_its_notice_and_terms_are_beside_it():
    folder = shipped_adapter().parent
    sentence = (
        "Gemma is provided under and subject to the Gemma Terms of Use found at "
        "ai.google.dev/gemma/terms"
    )
    assert (folder / "NOTICE").read_text(encoding="utf-8").startswith(sentence)
    assert sentence in (folder / "GEMMA_TERMS.txt").read_text(encoding="utf-8")


@pytest.mark.model
@pytest.mark.slow
def test_it_answers_better_than_its_base_and_than_starter(starter_path, gemma_path, session_home):
    asked = questions()[::FEW]
    languages = {question.expected.language for question in asked}
    assert languages == {"en", "zh"}
    library = Library(session_home)
    first = first_starts(library, "zh_CN")[0]
    assert first.model == TRAINED
    mine = first.defaults.sampling
    use = (AdapterUse(str(shipped_adapter())),)
    with Engine() as engine:
        gemma, starter = (
            ModelSpec(str(path), n_ctx=512, n_threads=1) for path in (gemma_path, starter_path)
        )
        trained = answers(engine, gemma, mine, asked, use, MOST)
        base = answers(engine, gemma, mine, asked, most=MOST)
        usual = library.resolve(STARTER).sampling
        other = answers(engine, starter, usual, asked, most=MOST)
    assert all(answer.ended for answer in trained)
    right = [sum(answer.right for answer in each) for each in (trained, base, other)]
    assert right[0] > max(right[1:]), f"trained, base, starter: {right} of {len(asked)}"
