"""Judging a model on examples, with an adapter and without: real metrics of well-kept libraries.

    records.py  what is judged and what comes out    results.py  results kept, compared, exported
    runner.py   answers for all examples             tasks/      a metric a file

Knows no window and no torch.
"""
