"""A child process in which llama.cpp itself says which texts a grammar allows.

`python grammar_judge.py MODEL` reads a JSON pair a line, a grammar and texts, and answers each with
a list: for each text whether it may stand whole. `GrammarJudge` is the other side. The model must
have a token for each byte, as `tiny_gguf` writes it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_BYTE = 5
"""The token of the byte 0 in `tiny_gguf`."""


class GrammarJudge:
    """Asks about one grammar after another."""

    def __init__(self, model: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(model)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def allowed(self, grammar: str, texts: list[str]) -> list[str]:
        """Those of the texts that the grammar allows."""
        self._process.stdin.write(json.dumps([grammar, texts]) + "\n")
        self._process.stdin.flush()
        verdicts = json.loads(self._process.stdout.readline())
        return [text for text, verdict in zip(texts, verdicts, strict=True) if verdict]

    def __enter__(self) -> GrammarJudge:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def main(path: str) -> None:
    import llama_cpp

    from engine.worker.constraint import Constraint
    from engine.worker.vocabulary import Vocabulary

    llama_cpp.llama_backend_init()
    params = llama_cpp.llama_model_default_params()
    params.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(path.encode(), params)
    vocabulary = Vocabulary(model)
    end = llama_cpp.llama_vocab_eos(vocabulary.pointer)

    def allows(grammar: str, text: str) -> bool:
        constraint = Constraint(grammar, vocabulary)
        try:
            for byte in text.encode():
                if not constraint.allows(FIRST_BYTE + byte):
                    return False
                constraint.accept(FIRST_BYTE + byte)
            return constraint.allows(end)
        finally:
            constraint.close()

    for line in sys.stdin:
        grammar, texts = json.loads(line)
        sys.stdout.write(json.dumps([allows(grammar, text) for text in texts]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
