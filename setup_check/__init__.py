"""The set-up check: every permission and setting that the house needs, tried for real, and what stops without each."""
