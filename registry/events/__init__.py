"""Dated public events, the items of their agenda, and the ordered links from them to offers of the registry."""
