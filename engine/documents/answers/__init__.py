"""From passages to a prompt, and from an answer to statements that were found or were not."""
