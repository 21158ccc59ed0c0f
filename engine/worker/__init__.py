"""The engine process: the only place that loads llama.cpp and model files.

`python -m engine.worker` reads requests as frames from standard input and writes events as frames
to standard output (`engine.messages`). It knows no chats, no store and no window.

    frames.py     how a struct travels           main.py       the loop, and who is cancelled
    process.py    becoming a good child          model.py      what a model must be able to do
    llama.py      the model on llama.cpp         sampler.py    picking the next token
    vocabulary.py text to tokens and back        pool.py       llama.cpp's own thread pool
    template.py   asks the renderer process      renderer.py   chat templates under limits
    stops.py      stop strings                   probe.py      what this llama.cpp can do
    embedder.py   answers with vectors           embedding_model.py  the model that makes them
    encoder.py    tokens to one vector           text_tokens.py      a text to tokens
"""
