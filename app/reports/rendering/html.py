"""A report as one HTML file that needs nothing beside it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.reports.content import Report


def to_html(report: Report) -> bytes:
    """The report as UTF-8 HTML: styles and charts within, no scripts, nothing from elsewhere."""
    environment = Environment(
        loader=PackageLoader("app.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The charts are the service's own drawings, whose words were escaped when they were drawn.
    environment.filters["drawing"] = Markup
    template = environment.get_template("reports/printed.html")
    return template.render(report=report).encode()
