"""A child process that decodes plainly and with a draft, and tells where the two differ.

`python decode_twice.py MODEL` reads a JSON object a line: `prompt`, `tokens` and optionally
`sampling` and `grammar`. It answers with one: `plain` and `drafted` tokens, the `margins` between
the two likeliest tokens at each plain one, and `counts` of drafted and accepted tokens. `kl` are
the divergences of the logits while both read the same: `drafted` from `plain`, and each from
`fresh`, where all of the plain text is read from the start as a prompt is. Penalties are part of
neither margins nor divergences: both are of the logits as they come from the model. With `ask` the
grammar is asked about all tokens before one is picked, and the answer is the plain tokens.
"""

from __future__ import annotations

import json
import sys

import llama_cpp
import msgspec
import numpy as np

from engine.messages import Sampling, Tuning
from engine.worker.constraint import Constraint
from engine.worker.context import N_OUTPUTS, Context
from engine.worker.decoding import Decoding
from engine.worker.draft import Draft
from engine.worker.model import Job
from engine.worker.native_log import NativeLog
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.vocabulary import Vocabulary

N_CTX = 2048


class Watching(Sampler):
    """Keeps the logits that each token was sampled from."""

    def sample(self, context, at=-1):
        logits = llama_cpp.llama_get_logits_ith(context, at)
        size = self._vocabulary.size
        self.__dict__.setdefault("seen", []).append(np.ctypeslib.as_array(logits, (size,)).copy())
        return super().sample(context, at)


def decode(context, vocabulary, task, *, drafted, kind=Watching):
    sampling = msgspec.convert({"temperature": 0} | task.get("sampling", {}), Sampling)
    grammar = task.get("grammar")
    constraint = Constraint(grammar, vocabulary) if grammar else None
    prompt = vocabulary.encode(task["prompt"])
    context.clear()
    for start in range(0, len(prompt), context.n_batch):
        context.decode(prompt[start : start + context.n_batch])
    draft = Draft(prompt) if drafted else None
    with kind(sampling, vocabulary, 2048, constraint) as sampler:
        sampler.remember(prompt)
        text, job = TextStream(), Job(1)
        decoding = Decoding(
            context, vocabulary, sampler, text, job, lambda _: None, task["tokens"], draft
        )
        decoding.run()
        sure = [*prompt, *decoding.tokens]
        assert context.tokens == sure[: len(context.tokens)], "the context holds what was refused"
        assert len(context.tokens) >= len(sure) - 1
        return (
            decoding.tokens,
            getattr(sampler, "seen", []),
            (draft.drafted, draft.accepted) if draft else (0, 0),
        )


class Asking(Watching):
    """Asks the grammar about every token before any is picked, as llama.cpp would."""

    def sample(self, context, at=-1):
        self._candidates.fill(context, at)
        self._candidates.apply(self._shaping)
        self._constraint.narrow(self._candidates)
        self._candidates.drop_refused()
        self._candidates.apply(self._choosing)
        token = self._candidates.selected
        llama_cpp.llama_sampler_accept(self._chain, token)
        self._constraint.accept(token)
        return token


def log_softmax(logits):
    shifted = logits.astype(np.float64) - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def divergence(logits, others):
    """For each token the KL divergence of the second from the first."""
    found = []
    for one, other in zip(logits, others, strict=False):
        p, q = log_softmax(one), log_softmax(other)
        found.append(float((np.exp(p) * (p - q)).sum()))
    return found


def read_fresh(context, vocabulary, prompt, reply):
    """The logits for each token of a reply that is read as a prompt is."""
    tokens, seen = [*prompt, *reply], []
    context.clear()
    while len(context.tokens) < len(prompt) - 1:
        at = len(context.tokens)
        context.decode(tokens[at : min(at + context.n_batch, len(prompt) - 1)])
    while len(context.tokens) < len(tokens) - 1:
        at = len(context.tokens)
        batch = tokens[at : min(at + N_OUTPUTS, len(tokens) - 1)]
        context.decode(batch, logits=True)
        for i in range(len(batch)):
            logits = llama_cpp.llama_get_logits_ith(context.pointer, i)
            seen.append(np.ctypeslib.as_array(logits, (vocabulary.size,)).copy())
    return seen


def compare(context, vocabulary, task):
    plain, plain_logits, _ = decode(context, vocabulary, task, drafted=False)
    drafted, drafted_logits, counts = decode(context, vocabulary, task, drafted=True)
    fresh_logits = read_fresh(context, vocabulary, vocabulary.encode(task["prompt"]), plain)
    same = 0
    while same < min(len(plain), len(drafted)) and plain[same] == drafted[same]:
        same += 1
    reads = {"plain": plain_logits, "drafted": drafted_logits, "fresh": fresh_logits}
    reads = {name: logits[: same + 1] for name, logits in reads.items()}
    best = [np.partition(logits, -2)[-2:] for logits in plain_logits]
    return {
        "plain": plain,
        "drafted": drafted,
        "margins": [float(two[1] - two[0]) for two in best],
        "counts": counts,
        "kl": {
            "plain drafted": divergence(reads["plain"], reads["drafted"]),
            "fresh plain": divergence(reads["fresh"], reads["plain"]),
            "fresh drafted": divergence(reads["fresh"], reads["drafted"]),
        },
    }


def main(path):
    llama_cpp.llama_backend_init()
    log = NativeLog()
    model = llama_cpp.llama_model_load_from_file(
        path.encode(), llama_cpp.llama_model_default_params()
    )
    context = Context(model, N_CTX, 2, Tuning(), lambda: None, log)
    vocabulary = Vocabulary(model)
    for line in sys.stdin:
        task = json.loads(line)
        answer = (
            decode(context, vocabulary, task, drafted=False, kind=Asking)[0]
            if task.get("ask")
            else compare(context, vocabulary, task)
        )
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    context.close()
    log.close()


if __name__ == "__main__":
    main(sys.argv[1])
