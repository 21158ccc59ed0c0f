"""A training run as seen from outside: its process started, heard, paused and stopped."""
