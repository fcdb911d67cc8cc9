"""Tests of what comes in from other people's systems, and goes out to them."""
