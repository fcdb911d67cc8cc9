"""Tests of registry/quality."""
