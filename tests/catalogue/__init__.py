"""Tests of the catalogue package."""
