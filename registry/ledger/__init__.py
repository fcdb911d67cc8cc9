"""The append-only, verifiable record of decisions: entries, the Merkle tree over them, and the check of both."""
