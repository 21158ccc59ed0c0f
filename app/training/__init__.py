"""The fine-tune panel: from examples to an adapter that answers in the chat."""
