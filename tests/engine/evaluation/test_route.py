"""From a file to a report by command: an adapter is trained on a tiny model, and is better."""

import pytest
from helpers.commands_of_puna import Commands
from helpers.generated_sets import sentiment, write_csv
from helpers.tiny_gguf import CHATML, write_tiny_gguf


@pytest.mark.slow
def test_what_is_learnt_from_a_table_shows_in_the_report(tmp_path):
    puna = Commands(tmp_path / "home")
    model = write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, n_ctx=1024)
    rows = sentiment(36, 12)
    train = write_csv(tmp_path / "train.csv", rows.train)
    test = write_csv(tmp_path / "test.csv", rows.test)
    adapter = tmp_path / "feelings.gguf"
    learning = ("--rank", 8, "--lr", 0.02, "--steps", 30, "--threads", 1)
    end = puna("train", "-m", model, "--data", train, "--out", adapter, *learning)[-1]
    assert end["event"] == "finished"
    judged = ("-m", model, "--adapter", adapter, "--data", test, "--against-base")
    base, adapted = puna.scores(*judged, "--task", "perplexity")
    assert adapted["values"]["loss"] < base["values"]["loss"] - 1
    base, adapted = puna.scores(*judged, "--task", "classify", "--max-tokens", 16)
    assert adapted["labels"] == ["negative", "neutral", "positive"]
    assert sum(map(sum, adapted["confusion"])) == 12
    assert "macro avg" in adapted["report"]
