"""Training a LoRA adapter on the very GGUF file the user chats with.

    records.py   what a run is asked for and what it tells     run.py       a run, seen from outside
    weights.py   the base's numbers, unpacked when used        worker.py    a run, in its process
    decoder.py   the model as torch computes it                loop.py      steps, until it is over
    lora.py      the adapter                                   verify.py    is it what was trained?
    rendering.py examples as the tokens of the chat            checking.py  examples before a run

torch loads only in the process of a run, which `run` starts. Decided on the model as the chat has
it: its blocks stay packed and mapped, its template and its tokens are those of the chat.
"""
