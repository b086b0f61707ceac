"""One content, three forms; the same content gives the same bytes."""

from app.reports.rendering.forms import FORMS, Form, render

__all__ = ["FORMS", "Form", "render"]
