"""Tests of the reviewer's desk."""
