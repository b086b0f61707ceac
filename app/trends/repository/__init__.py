"""Distinct reviews, committees and findings in the cells of a question, and who coded them."""

from app.trends.repository.cells import Cell, Counts
from app.trends.repository.codings import Coding, Codings

__all__ = ["Cell", "Coding", "Codings", "Counts"]
