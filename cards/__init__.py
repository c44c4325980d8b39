"""What the practitioner reads and presses: pure, values to card JSON and back, one file a card."""
