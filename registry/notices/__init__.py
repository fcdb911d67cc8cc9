"""Letters: what the registry tells people outside its pages. Domains emit that something changed; this room reads the
truth, writes the letter, and sees to it that it goes out once."""
