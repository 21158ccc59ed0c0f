"""From a question to passages: by words and by meaning, fused.

searcher.py   the one to ask         reading.py   what it reads of the index
choosing.py   what a model is given  vectors.py   vectors in memory, the nearest of them
fusion.py     rankings become one    means.py     what all vectors have in common
terms.py      words that were found  scripts.py   Chinese or not
"""
