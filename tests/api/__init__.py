"""Tests of the door for machines."""
