"""Judging a model on examples, with an adapter and without: real metrics of well-kept libraries.

    records.py   what is judged and what comes out     run.py       a judgement, seen from outside
    judging.py   a judgement, in its process           results.py   results kept
    answers.py   answers for all examples              table.py     results side by side, exported
    tasks/       a metric a file

Knows no window and no torch.
"""
