"""The product in a world that fails, lies and crashes, one seed a history: the real line, acts, walks and presses."""
