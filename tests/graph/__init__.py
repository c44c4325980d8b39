"""Graph's door, tried over HTTP against the stand-in, through the real SDK."""
