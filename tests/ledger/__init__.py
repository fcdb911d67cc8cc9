"""Tests of registry/ledger."""
