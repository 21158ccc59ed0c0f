"""From passages to a prompt, and from an answer to statements that were found or were not.

telling.py      what a model is told: rules, passages as data, the question
quoting.py      the sentences that a small model may choose from
checking.py     an answer looked up: statements.py cuts it, lookup.py finds it in passages as
                sentences.py has them, asked.py says what the question wants
tokens.py       words, numbers.py, dates.py: what is the same however it is written
asking.py       one question from the index to the checked answer
summarising.py  a document section by section (sections.py)
"""
