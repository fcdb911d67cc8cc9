"""The engines behind the search port, each in its own package."""
