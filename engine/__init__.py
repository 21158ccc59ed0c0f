"""Everything of Puna that works without a window."""
