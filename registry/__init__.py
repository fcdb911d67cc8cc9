"""The registry: quality-assured digital-competence training, guidance and validation, decided in public, found in one
portal."""
