"""Tests in a real browser: the distribution's Chromium, never one downloaded by the test tools."""
