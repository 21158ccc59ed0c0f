"""Training a LoRA adapter on the very GGUF file the user chats with.

    records.py   what a run is asked for and what it tells     run.py       a run, seen from outside
    weights.py   the base's numbers, unpacked when used        worker.py    a run, in its process
    decoder.py   the model as torch computes it                loop.py      steps, until it is over
    lora.py      the adapter                                   verify.py    is it what was trained?
    rendering.py examples as the tokens of the chat            checking.py  examples before a run
    packing.py   examples in passes of one length              loss.py      and what they cost
    journal.py   a run's folder on disk                        runs.py      all runs of a home

A request comes to `worker`, which holds the folder; `preparing` makes passes of the examples and
looks whether there is memory; `session` opens the model; `learning` lets `loop` make its steps,
from the last of `checkpoint` on, and `finishing` writes the adapter, has it compared and gives it
out. `group` is the same for several processes, `probe` the same for ten seconds.

torch loads only in the process of a run, which `run` starts. Decided on the model as the chat has
it: its blocks stay packed and mapped, its template and its tokens are those of the chat.
"""
