"""The reader: a cited passage in its file, on its page, beside what cites it."""
