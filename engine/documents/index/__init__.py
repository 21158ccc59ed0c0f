"""The database of documents: collections, files, chunks, their words and vectors."""
