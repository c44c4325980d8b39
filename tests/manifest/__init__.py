"""The Teams app package: against Microsoft's schema, against what the bot answers, and against what people forget."""
