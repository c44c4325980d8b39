"""The practitioner speaks: typed words, pressed buttons, and what is answered."""
