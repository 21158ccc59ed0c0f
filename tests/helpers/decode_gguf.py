"""A child process that loads a GGUF file with llama.cpp and decodes greedily: prints JSON.

    python decode_gguf.py MODEL TEXT COUNT

Kept apart from the tests, since llama.cpp ends the process on a bad file.
"""

from __future__ import annotations

import ctypes
import json
import sys

import llama_cpp


def main(path: str, text: str, count: int) -> None:
    llama_cpp.llama_backend_init()
    model = llama_cpp.llama_model_load_from_file(
        path.encode(), llama_cpp.llama_model_default_params()
    )
    assert model, "the model was not loaded"
    params = llama_cpp.llama_context_default_params()
    params.n_ctx, params.n_threads, params.n_threads_batch = 256, 1, 1
    context = llama_cpp.llama_init_from_model(model, params)
    assert context, "the context was not made"
    vocab = llama_cpp.llama_model_get_vocab(model)
    n_vocab = llama_cpp.llama_vocab_n_tokens(vocab)
    tokens = (llama_cpp.llama_token * 128)()
    data = text.encode()
    n = llama_cpp.llama_tokenize(vocab, data, len(data), tokens, 128, True, True)
    reply: list[int] = []
    for _ in range(count):
        assert llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(tokens, n)) == 0
        logits = ctypes.cast(
            llama_cpp.llama_get_logits_ith(context, -1), ctypes.POINTER(ctypes.c_float * n_vocab)
        ).contents
        reply.append(max(range(n_vocab), key=logits.__getitem__))
        tokens[0], n = reply[-1], 1
    sys.stdout.write(json.dumps({"n_vocab": n_vocab, "tokens": reply}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
