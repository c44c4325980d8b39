"""Cards: the rules of every card, and what was typed comes back as it was typed."""
