"""Version 1 of the open data: one module per resource, each a few lines over the queries the pages use."""
