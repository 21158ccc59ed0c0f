"""The Documents page: collections, their files, and what a question finds in them."""
