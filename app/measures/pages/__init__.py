"""A page a measure: filters, the answer in a sentence, chart and table, and how it was counted."""

from app.measures.pages.routes import router

__all__ = ["router"]
