"""A report as a tagged, accessible PDF (PDF/UA-1), set by Typst."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from app.reports.content import Chart, Report

# All words arrive as data: nothing of a report is ever read as markup.
TEMPLATE = """
#let report = json("report.json")
#let day = report.frozen_on.split("-").map(int)
#set document(
  title: report.title,
  description: report.subtitle,
  author: "Case Review Repository",
  date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)),
)
#set text(lang: "en", region: "GB", size: 10.5pt)
#set page(paper: "a4", margin: (x: 22mm, y: 24mm), numbering: "1",
  header: context if counter(page).get().first() > 1 { text(size: 8.5pt, report.title) })
#set par(leading: 0.7em, spacing: 1.1em)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 1): set block(above: 2em, below: 0.9em)
#show figure: set block(breakable: true)
#show figure.caption: set text(weight: "bold", size: 9.5pt)
#set table(stroke: (x, y) => (bottom: if y == 0 { 1pt } else { 0.4pt + luma(200) }), inset: 5pt)
#align(left)[
  #text(size: 24pt, weight: "bold", report.title)
  #v(2pt)
  #text(size: 13pt, report.subtitle)
  #v(2pt)
  #text(fill: luma(90),
    "Frozen on " + report.frozen_on + ", data version " + str(report.data_version) + ".")
]
#outline(title: "Contents", depth: 1)
#for section in report.sections {
  heading(level: 1, section.title)
  for block in section.blocks {
    if block.kind == "paragraph" {
      par(text(fill: if block.quiet { luma(90) } else { black }, block.words))
    } else if block.kind == "bullets" {
      list(..block.points.map(point => text(point)))
    } else if block.kind == "chart" {
      figure(image(block.file, alt: block.says, width: 100%), caption: block.caption, kind: image)
    } else {
      let columns = range(block.heads.len()).map(place =>
        if place == 0 { 1fr } else { auto })
      figure(
        table(
          columns: columns,
          align: range(block.heads.len()).map(place =>
            if place in block.numbers { right } else { left }),
          table.header(..block.heads.map(head => strong(head))),
          ..block.rows.flatten().map(cell => text(cell)),
        ),
        caption: figure.caption(position: top, block.caption),
        kind: table,
      )
    }
  }
}
"""


def to_pdf(report: Report) -> bytes:
    """The report as PDF/UA-1: title, language, headings, table heads and charts' words tagged.

    Only fonts that come with the typesetter are used, and the snapshot's day is the file's
    date, so the same report gives the same bytes on every machine.
    """
    content = report.model_dump(mode="json")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        charts = 0
        for section, told in zip(report.sections, content["sections"], strict=True):
            for block, plain in zip(section.blocks, told["blocks"], strict=True):
                if isinstance(block, Chart):
                    charts += 1
                    plain["file"] = f"chart-{charts}.svg"
                    (folder / plain["file"]).write_text(block.svg, encoding="utf-8")
                    del plain["svg"]
        (folder / "report.json").write_text(json.dumps(content), encoding="utf-8")
        (folder / "report.typ").write_text(TEMPLATE, encoding="utf-8")
        day = datetime.combine(date.fromisoformat(report.frozen_on), time(), tzinfo=UTC)
        made = typst.compile(
            folder / "report.typ",
            root=folder,
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=day,
        )
    return bytes(made)
