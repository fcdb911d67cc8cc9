"""XCRI-CAP, the United Kingdom's profile of Metadata for Learning Opportunities (EN 15982), versions 1.1 and 1.2, read
tolerantly: its `course` is our offer, its `presentation` a run, its `venue` a place."""

from registry.interchange.xcri.catalogue import read

__all__ = ["read"]
