"""Rules about the whole program, kept as tests."""
