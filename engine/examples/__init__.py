"""Examples to learn from and to be judged by: read from any common format, checked, masked, kept.

    records.py    an example, a file of them      conversation.py  what can be learnt from
    reading.py    any format to examples          faults.py        what can be wrong with a row
    formats.py    rows of JSON (rows.py)          privacy.py       what is private in them
    table.py      tables (delimited.py, xlsx.py)  duplicates.py    what says the same
    plain.py      text                            hints.py         what belongs into documents
    conll.py      sentences with entities         statistics.py    how much there is
    chats.py      chats of the store              collected.py     replies that were put right
    files.py      our own form on disk

Knows no model: tokens are `engine.training.rendering`.
"""
