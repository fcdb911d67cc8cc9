"""Tests of the controlled lists."""
