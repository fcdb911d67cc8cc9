"""Tests of the door for people."""
