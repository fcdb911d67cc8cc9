"""Tests of what the registry begins with: the files in `seeds` and their loading."""
