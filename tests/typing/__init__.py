"""What the types forbid: wrong programs that mypy must refuse, and what nobody may see of words that were said."""
