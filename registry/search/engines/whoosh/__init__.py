"""The Whoosh engine. Whoosh gives schema, segments, postings, the table of contents and the write lock; numpy gives
filters, counts and order. The rooms: `schema` and `record` (what is written for a document), `manifest` (which files
can be trusted), `writer`, `segment` (what is read of a segment, once), `snapshot` (all segments as one set of
arrays), `matching`, `tallies`, `ordering`, `engine`."""

from registry.search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
