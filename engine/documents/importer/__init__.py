"""The process that reads files: parsers, chunks, pictures of pages. Nothing else opens them."""
