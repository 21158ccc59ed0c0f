"""Documents are read, searched and asked, and every statement of an answer is looked up in them.

    records.py    what all of it speaks of: places in files, passages, statements, states of files
    importer/     the process that reads files: parsers, chunks, pictures of pages
    index/        the database: collections, files, chunks, words, vectors
    search/       a question to passages: words and meaning, fused
    answers/      passages to a prompt, an answer to statements that were found or not
    documents.py  the facade, which all others use
    rescan.py     the index follows the disk (scan.py looks at it)
    indexer.py    the thread that reads files into the index, and has them embedded (filling.py)

A place in a file is (page, start, length): characters in the text of one page as the importer
reads it. The same file read again gives the same text, so that a citation opens at its sentence.
"""
