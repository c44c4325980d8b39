"""Storage through the real SDK, on Azurite in memory."""
