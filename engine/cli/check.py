"""`puna models check`: what a model file is, and whether it can be used here. It is not loaded."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from engine import gguf
from engine.cli.openness import card_fields, print_card
from engine.cli.report import AsJson, Progress, emit, home_of, size, table
from engine.errors import NotEnoughMemory
from engine.files import sha256_of, shown
from engine.gguf import Gguf
from engine.gguf.architectures import missing_part
from engine.hub.library import Library
from engine.hub.openness import Card, Openness
from engine.memory import Need, available_memory, check_fits, default_context, needed

# What a turn looks like tells the family of a chat template.
_TEMPLATE_MARKS: Final = {
    "<|im_start|>": "ChatML",
    "<|start_header_id|>": "Llama 3",
    "<start_of_turn>": "Gemma",
    "<|channel|>": "Harmony",
    "[INST]": "Mistral",
    "<|user|>": "Phi",
}


def check(
    context: typer.Context,
    path: Annotated[str, typer.Argument(help="A GGUF file, an alias or a library id.")],
    as_json: AsJson = False,
) -> None:
    """Read a model file without loading it, and say what it is and whether it can be used."""
    file = gguf.open_model(Library(home_of(context)).locate(path))
    n_ctx = default_context(file)
    digest = sha256_of(file.path, Progress("Reading"))
    need = needed(file, n_ctx)
    usable, verdict = _verdict(file, n_ctx)
    card = Openness().card_of(file)
    if as_json:
        _emit_check(file, digest, n_ctx, need, usable, verdict, card)
        return
    typer.echo(shown(file.path))
    table(_check_rows(file, digest), "  ")
    typer.echo(f"\n  Memory with a context of {n_ctx:,} tokens: {size(need.total)}")
    parts = (
        ("weights", need.weights),
        ("cache", need.cache),
        ("computing", need.compute),
        ("other", need.other),
    )
    table([(name, size(amount)) for name, amount in parts], "    ")
    typer.echo(f"    {size(need.mapped)} of it stay in the file's own pages.")
    print_card(card)
    typer.echo(f"\n{verdict}")


def _check_rows(file: Gguf, digest: str) -> list[tuple[str, str]]:
    parts = f" in {len(file.shards) + 1} files" if file.shards else ""
    rows = [
        ("Name", file.name),
        ("Architecture", f"{file.architecture}, {file.n_layers} layers, width {file.n_embd:,}"),
        ("Parameters", f"{file.n_params:,}"),
        ("Size", f"{size(file.total_size)}{parts}"),
        ("Quantisation", file.file_type or "not said"),
    ]
    for share in file.quantisation:
        kind = f"  {share.type.name}"
        rows.append(
            (kind, f"{size(share.size)} in {share.tensors:,} tensor{'s' * (share.tensors != 1)}")
        )
    trained = f"{file.context_length:,} tokens" if file.context_length else "not said"
    return [
        *rows,
        ("Context", trained),
        ("Tokenizer", f"{file.tokenizer_model}, {file.n_vocab:,} tokens"),
        ("Chat template", _template(file)),
        ("License", file.license or "not said"),
        ("SHA-256", digest),
    ]


def _template(file: Gguf) -> str:
    """Which family the template is of, or else its first words."""
    template = file.chat_template
    if template is None:
        return "none (a base model: it continues a plain transcript)"
    for mark, family in _TEMPLATE_MARKS.items():
        if mark in template:
            return f"there, of the {family} family"
    first = next((line.strip() for line in template.splitlines() if line.strip()), "")
    return f"there, begins with {first[:60]}"


def _verdict(file: Gguf, n_ctx: int) -> tuple[bool, str]:
    """Whether Puna can chat with it here, and the sentence that says so."""
    if file.not_chat:
        return False, f"Not a chat model: it is {file.not_chat}."
    pre = file.text("tokenizer.ggml.pre")
    if missing := missing_part(file.architecture, file.tokenizer_model, pre):
        return False, f"Sound, but this llama.cpp does not have {missing}."
    try:
        check_fits(file, n_ctx, available_memory())
    except NotEnoughMemory as error:
        return False, f"Sound, but too big for this computer now. {error.message} {error.advice}"
    return True, "Sound, and fits into the free memory of this computer."


def _emit_check(
    file: Gguf, digest: str, n_ctx: int, need: Need, usable: bool, verdict: str, card: Card
) -> None:
    emit(
        "checked",
        path=file.path,
        name=file.name,
        architecture=file.architecture,
        parameters=file.n_params,
        size=file.total_size,
        file_type=file.file_type,
        quantisation=[
            {"type": share.type.name, "tensors": share.tensors, "size": share.size}
            for share in file.quantisation
        ],
        context_length=file.context_length,
        tokenizer=file.tokenizer_model,
        vocabulary=file.n_vocab,
        chat_template=file.chat_template is not None,
        license=file.license,
        sha256=digest,
        n_ctx=n_ctx,
        memory={
            "weights": need.weights,
            "cache": need.cache,
            "compute": need.compute,
            "other": need.other,
            "total": need.total,
            "mapped": need.mapped,
            "private": need.private,
        },
        usable=usable,
        verdict=verdict,
        openness=card_fields(card),
    )
