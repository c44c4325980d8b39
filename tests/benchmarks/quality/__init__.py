"""How good reading, drafting and checking are, beside a simple baseline and the goals."""
