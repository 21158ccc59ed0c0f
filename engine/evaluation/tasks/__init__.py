"""The metrics: a task a file, each from answers (or losses) to `Scores`.

Libraries of metrics load in the functions that need them, in the process of a judgement only.
"""
