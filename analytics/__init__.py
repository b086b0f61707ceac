"""Frames in, frozen results out. Pure functions: no database, no web, no language models."""
