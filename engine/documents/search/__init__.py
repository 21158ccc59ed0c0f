"""From a question to passages: by words and by meaning, fused."""
