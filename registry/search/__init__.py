"""Finding offers: one analyser, one port, engines behind it, kept fresh through the outbox. The database stays the
truth: an engine answers with codes, and what is shown for a code comes from the catalogue."""
