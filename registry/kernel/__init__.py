"""What every room stands on: database, transactions, outbox, errors, codes, clock, text. Knows nothing of the
domain."""
