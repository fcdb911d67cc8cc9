"""Who offers: providers, awarding bodies and quality agencies in one table, their identifiers and their places."""
