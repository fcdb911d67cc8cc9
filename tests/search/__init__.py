"""Tests of search: what is asked, what is answered, and that a damaged index never is the reader's problem."""
