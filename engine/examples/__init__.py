"""Examples to learn from and to be judged by: read from any common format, checked, masked, kept.

    records.py  an example, a file of them      files.py   our own form on disk
    reading.py  any format to examples          faults.py  what can be wrong with a row

Knows no model: tokens are `engine.training.rendering`.
"""
