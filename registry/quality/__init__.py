"""Decisions about providers and offers: who may take them, by which rules, and that each one stands in the ledger."""
