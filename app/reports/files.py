"""A snapshot as an answer over HTTP, for programs and for browsers alike."""

from __future__ import annotations

import base64
import hashlib

from fastapi.responses import Response

from app.reports.models import ReportSnapshot
from app.reports.rendering import Form, render
from app.reports.service.snapshots import report_of


def printed(snapshot: ReportSnapshot, form: Form) -> Response:
    """A snapshot as a file, with an entity tag that only another content would change."""
    file = render(report_of(snapshot), form)
    name = f"national-report-{snapshot.from_year}-{snapshot.to_year}.{form}"
    how = "inline" if form == "html" else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}"',
        "ETag": f'"{snapshot.sha256}-{form}"',
        "X-Snapshot": str(snapshot.id),
    }
    if form == "html":
        headers["Content-Security-Policy"] = _policy_of(file.content)
    return Response(file.content, media_type=file.media_type, headers=headers)


def _policy_of(page: bytes) -> str:
    """Nothing but the page's own styles: they are in the file, so a nonce would change it."""
    styles = page.partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(styles).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'"
    )
