"""Finds what could still name a family: numbers, dates, places and people in any part of a file."""

from nlp.identifiers.model import DIRECT, QUASI, Candidate, Hit, IdentifierType
from nlp.identifiers.scanner import scan, scan_text

__all__ = ["DIRECT", "QUASI", "Candidate", "Hit", "IdentifierType", "scan", "scan_text"]
