"""A child process that decodes plainly and with a draft, and tells where the two differ.

`python decode_twice.py MODEL` reads a JSON object a line: `prompt`, `tokens` and optionally
`sampling` and `grammar`. It answers with one: `plain` and `drafted` tokens, the `margins` between
the two likeliest tokens at each plain one, `kl`, the largest divergence of the logits while both
read the same, and `counts` of drafted and accepted tokens. Penalties are part of neither margin
nor divergence: both are of the logits as they come from the model.
"""

from __future__ import annotations

import json
import sys

import llama_cpp
import msgspec
import numpy as np

from engine.messages import Sampling, Tuning
from engine.worker.constraint import Constraint
from engine.worker.context import Context
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


def decode(context, vocabulary, task, *, drafted):
    sampling = msgspec.convert({"temperature": 0} | task.get("sampling", {}), Sampling)
    grammar = task.get("grammar")
    constraint = Constraint(grammar, vocabulary) if grammar else None
    prompt = vocabulary.encode(task["prompt"])
    context.clear()
    for start in range(0, len(prompt), context.n_batch):
        context.decode(prompt[start : start + context.n_batch])
    draft = Draft(prompt) if drafted else None
    with Watching(sampling, vocabulary, 2048, constraint) as sampler:
        sampler.remember(prompt)
        text, job = TextStream(), Job(1)
        decoding = Decoding(
            context, vocabulary, sampler, text, job, lambda _: None, task["tokens"], draft
        )
        decoding.run()
        sure = [*prompt, *decoding.tokens]
        assert context.tokens == sure[: len(context.tokens)], "the context holds what was refused"
        assert len(context.tokens) >= len(sure) - 1
        return decoding.tokens, sampler.seen, (draft.drafted, draft.accepted) if draft else (0, 0)


def log_softmax(logits):
    shifted = logits.astype(np.float64) - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def compare(context, vocabulary, task):
    plain, plain_logits, _ = decode(context, vocabulary, task, drafted=False)
    drafted, drafted_logits, counts = decode(context, vocabulary, task, drafted=True)
    same = 0
    while same < min(len(plain), len(drafted)) and plain[same] == drafted[same]:
        same += 1
    divergence = 0.0
    for mine, other in zip(plain_logits[: same + 1], drafted_logits[: same + 1], strict=False):
        p, q = log_softmax(mine), log_softmax(other)
        divergence = max(divergence, float((np.exp(p) * (p - q)).sum()))
    best = [np.partition(logits, -2)[-2:] for logits in plain_logits]
    return {
        "plain": plain,
        "drafted": drafted,
        "margins": [float(two[1] - two[0]) for two in best],
        "kl": divergence,
        "counts": counts,
    }


def main(path):
    llama_cpp.llama_backend_init()
    log = NativeLog()
    model = llama_cpp.llama_model_load_from_file(
        path.encode(), llama_cpp.llama_model_default_params()
    )
    context = Context(model, N_CTX, 2, Tuning(), lambda: False, log)
    vocabulary = Vocabulary(model)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(compare(context, vocabulary, json.loads(line))) + "\n")
        sys.stdout.flush()
    context.close()
    log.close()


if __name__ == "__main__":
    main(sys.argv[1])
