"""Formulas in LaTeX as pictures, drawn by ziamath in a process of its own. Knows no window.

    typeset.py   one formula to one SVG picture, under limits
    process.py   the child: formulas in, pictures out (`python -m engine.formulas.process`)
    queue.py     the thread that owns the child, and ends it when a formula takes too long

A process and not a thread, because ziamath is pure Python and holds the interpreter: with 50
formulas on a thread a 16 ms timer of the window came up to 33 ms late (p99; 38 at most), without
them 5 ms. And some formulas as good as never end (twenty fractions in each other): only a process
can be ended.
"""
