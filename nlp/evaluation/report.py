"""One JSON object of scores for a gold file: what `reviews evaluate` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from nlp.corpus.codes import CATEGORIES, DEPTHS, THEMES
from nlp.evaluation import tagging as scores
from nlp.evaluation.intervals import Rows, bootstrap, bootstrap_counts
from nlp.evaluation.similarity import b_cubed, hit_at, partners, recall_at
from nlp.similarity.encoder import Encoder
from nlp.similarity.groups import group
from nlp.similarity.neighbours import neighbours
from nlp.tagging.model import Tagging
from nlp.tagging.tagger import Tagger

Row = Mapping[str, Any]

NEIGHBOURS: Final = 10


class GoldRefused(Exception):
    """A gold line has a key that the codebook does not know."""


def evaluate(tagger: Tagger, rows: Sequence[Row]) -> dict[str, Any]:
    """Score the model on gold rows `{id, text, label, second_label, themes, depth, issue}`.

    Any field but id and text may be missing; a row counts only in the scores whose
    field it has, and a score without rows is left out. Raises GoldRefused.
    """
    _check(rows)
    taggings = tagger.tag([row["text"] for row in rows])
    pairs = list(zip(rows, taggings, strict=True))
    report: dict[str, Any] = {"model": tagger.version, "n": len(rows)}
    if coded := [pair for pair in pairs if pair[0].get("label")]:
        report |= _typology(coded)
    if coded := [pair for pair in pairs if pair[0].get("themes") is not None]:
        report["themes"] = _themes(coded)
    if coded := [pair for pair in pairs if pair[0].get("depth")]:
        report["depth"] = _depth(coded)
    report["confusion"] = confusion(pairs)
    if any(row.get("issue") for row in rows):
        report |= _issues(Encoder(tagger), rows)
    rounded: dict[str, Any] = _rounded(report)
    return rounded


def confusion(pairs: Sequence[tuple[Row, Tagging]]) -> dict[str, dict[str, dict[str, int]]]:
    """Scheme → key → `scores.Confusion` as a mapping, of the tags that the model would leave.

    Counts of a category take in only the findings on which the tagger did not abstain:
    on the others its category is never used.
    """
    answered = [pair for pair in pairs if pair[0].get("label") and not pair[1].abstained]
    themed = [pair for pair in pairs if pair[0].get("themes") is not None]
    deep = [pair for pair in pairs if pair[0].get("depth")]
    found = {
        "typology": scores.confusions(
            [{tagging.typology[0].key} for _, tagging in answered],
            [{row["label"]} for row, _ in answered],
            sorted(CATEGORIES),
        ),
        "theme": scores.confusions(
            [{theme.key for theme in tagging.themes} for _, tagging in themed],
            [set(row["themes"]) for row, _ in themed],
            sorted(THEMES),
        ),
        "depth": scores.confusions(
            [{tagging.depth.key} for _, tagging in deep],
            [{row["depth"]} for row, _ in deep],
            sorted(DEPTHS),
        ),
    }
    return {
        scheme: {key: asdict(each) for key, each in keys.items()} for scheme, keys in found.items()
    }


def _typology(pairs: Sequence[tuple[Row, Tagging]]) -> dict[str, Any]:
    given = [tagging.typology[0].key for _, tagging in pairs]
    truth = [row["label"] for row, _ in pairs]
    second = [row.get("second_label") for row, _ in pairs]
    right = [a == b for a, b in zip(given, truth, strict=True)]
    surety = [tagging.typology[0].confidence for _, tagging in pairs]

    marks = scores.Marks([{key} for key in given], [{key} for key in truth])
    return {
        "typology": {
            "n": len(pairs),
            "accuracy": scores.accuracy(given, truth),
            "accuracy_either": scores.accuracy_either(given, truth, second),
            "macro_f1": scores.macro_f1(given, truth),
            "macro_f1_interval": asdict(bootstrap_counts(marks.macro_f1, len(pairs))),
            "per_class": {k: asdict(v) for k, v in scores.per_key(given, truth).items()},
        },
        "calibration_error": scores.calibration_error(surety, right),
        "abstention": asdict(
            scores.coverage(given, truth, second, [tagging.abstained for _, tagging in pairs])
        ),
    }


def _themes(pairs: Sequence[tuple[Row, Tagging]]) -> dict[str, Any]:
    given = [{theme.key for theme in tagging.themes} for _, tagging in pairs]
    truth = [set(row["themes"]) for row, _ in pairs]

    marks = scores.Marks(given, truth)
    return {
        "n": len(pairs),
        "micro_f1": scores.set_micro_f1(given, truth),
        "micro_f1_interval": asdict(bootstrap_counts(marks.micro_f1, len(pairs))),
        "macro_f1": scores.set_macro_f1(given, truth),
        "per_theme": {k: asdict(v) for k, v in scores.per_member(given, truth).items()},
    }


def _depth(pairs: Sequence[tuple[Row, Tagging]]) -> dict[str, Any]:
    given = [tagging.depth.key for _, tagging in pairs]
    truth = [row["depth"] for row, _ in pairs]
    right = [a == b for a, b in zip(given, truth, strict=True)]

    marks = scores.Marks([{key} for key in given], [{key} for key in truth])
    return {
        "n": len(pairs),
        "accuracy": scores.accuracy(given, truth),
        "macro_f1": scores.macro_f1(given, truth),
        "macro_f1_interval": asdict(bootstrap_counts(marks.macro_f1, len(pairs))),
        "calibration_error": scores.calibration_error(
            [tagging.depth.confidence for _, tagging in pairs], right
        ),
        "per_class": {k: asdict(v) for k, v in scores.per_key(given, truth).items()},
    }


def _issues(encoder: Encoder, rows: Sequence[Row]) -> dict[str, Any]:
    ids = [row["id"] for row in rows]
    issues = {row["id"]: row["issue"] for row in rows if row.get("issue")}
    vectors = encoder.encode([row["text"] for row in rows])
    groups = [found.ids for found in group(ids, vectors)]
    report: dict[str, Any] = {"groups": {"n": len(issues), "b_cubed": b_cubed(groups, issues)}}
    same = partners(issues)
    if same:
        near = neighbours(ids, vectors, count=NEIGHBOURS)
        ranked = {
            name: [other.id for other in found] for name, found in zip(ids, near, strict=True)
        }
        asked = sorted(same)

        def hit(drawn: Rows) -> float:
            return sum(hit_at(ranked, {asked[at]: same[asked[at]]}, 5) for at in drawn) / len(drawn)

        report["issue"] = {
            "n": len(same),
            "among": len(rows),
            "hit_at_5": hit_at(ranked, same, 5),
            "hit_at_5_interval": asdict(bootstrap(hit, len(asked))),
            "recall_at_10": recall_at(ranked, same, 10),
        }
    return report


def _check(rows: Sequence[Row]) -> None:
    for row in rows:
        for field, known in (("label", CATEGORIES), ("second_label", CATEGORIES)):
            if row.get(field) and row[field] not in known:
                raise GoldRefused(f"{row['id']}: no category {row[field]}")
        if row.get("depth") and row["depth"] not in DEPTHS:
            raise GoldRefused(f"{row['id']}: no depth {row['depth']}")
        for theme in row.get("themes") or ():
            if theme not in THEMES:
                raise GoldRefused(f"{row['id']}: no theme {theme}")


def _rounded(value: Any) -> Any:  # noqa: ANN401 - walks whatever JSON the report holds
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return value
