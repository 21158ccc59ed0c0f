"""What a run has learnt becomes an adapter: written, compared in llama.cpp, only then given out.

Knows no step.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import TrainingError
from engine.files import storage_error, writing
from engine.gguf import Gguf, Value
from engine.hub.openness import Openness
from engine.training.adapter_file import write_adapter
from engine.training.preparing import Plan, threads
from engine.training.session import Session
from engine.training.verify import Divergence, verify

_NAME: Final = "adapter.gguf"
_LICENCE: Final = ("general.license", "general.license.name", "general.license.link")


def finish(plan: Plan, session: Session, cancelled: Callable[[], bool]) -> Divergence:
    """Write the adapter into the run's folder, compare it, and put it where it was wanted.

    Raises StorageError, and TrainingError where llama.cpp makes something else of it than what was
    trained: then nothing is where it was wanted. Stopped where `cancelled` says so.
    """
    request = plan.request
    session.lora.eval()
    written = Path(request.folder) / _NAME
    metadata = facts(plan, session.base.sha256())
    write_adapter(written, session.base, session.lora, metadata, half=request.half)
    rows = plan.corpus.held_out or plan.corpus.learnt
    found = verify(
        session.base,
        session.decoder,
        written,
        [row.tokens.tolist() for row in rows],
        [row.trained for row in rows],
        n_threads=threads(request.settings),
        cancelled=cancelled,
    )
    if not found.ok:
        raise TrainingError(
            "diverges",
            f"in the chat the adapter would answer otherwise than it was trained to (divergence "
            f"{found.adapter:.2g}, {found.base:.2g} without it), so it is not given out",
            "Train with a lower learning rate or fewer steps: what was learnt is too strong.",
        )
    _publish(written, Path(request.out))
    return found


def facts(plan: Plan, base_sha256: str) -> dict[str, Value]:
    """What an adapter says of how it came about, and whose terms hold for it."""
    request, base = plan.request, plan.gguf
    values: dict[str, Value] = {
        "general.name": request.name or Path(request.out).stem,
        "general.base_model.count": 1,
        "general.base_model.0.name": base.name,
        "train.base_sha256": base_sha256,
        "train.data_sha256": plan.corpus.sha256,
        "train.settings": msgspec.json.encode(request.settings).decode(),
        "train.openness": _openness(base),
        **{key: base.text(key) for key in _LICENCE if base.text(key)},
    }
    if plan.corpus.carried:
        values["train.template"] = plan.corpus.carried
    return values


def _openness(base: Gguf) -> str:
    """How open the base is: what is true of it is true of what was made of it."""
    card = Openness().card_of(base)
    terms = card.terms.name if card.terms else base.license or "unknown"
    return f"Base: {card.open}; licence: {terms}"


def _publish(written: Path, out: Path) -> None:
    try:
        with written.open("rb") as source, writing(out) as target:
            shutil.copyfileobj(source, target)
    except OSError as error:
        raise storage_error(written, error) from error
