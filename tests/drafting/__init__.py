"""Drafting: what is proposed, held out, and left to a person."""
