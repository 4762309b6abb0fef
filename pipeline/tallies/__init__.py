"""Tallies: a spaCy pipeline that reads the figures out of report prose."""

__version__ = "0.1.0"
