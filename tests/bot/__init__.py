"""The bot, tried over HTTP against the stand-ins for Microsoft."""
