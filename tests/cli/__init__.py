"""The command line: how it starts, what it says, how it ends."""
