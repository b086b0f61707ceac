"""Whole models that differ from the shipped one in a known way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from nlp.artefacts.store import open_artefact, seal


def copied(folder: Path) -> Path:
    """The shipped model's files, unsealed."""
    shipped = open_artefact()
    folder.mkdir(parents=True)
    for name in shipped.checksums:
        shutil.copy(shipped.path(name), folder / name)
    return folder


def placed(folder: Path, models: Path) -> str:
    """Seal a model and put it where models lie; returns its version."""
    version = seal(folder).version
    folder.rename(models / version)
    return version


def add_equal_model(models: Path, *, mark: float = 0.5) -> str:
    """A model that answers as the shipped one does, under a version of its own."""
    folder = copied(models / "being made")
    settings = json.loads((folder / "settings.json").read_text())
    # Says how often the tuning voices were answered rightly; no answer depends on it.
    settings["thresholds"]["answered_right"] = mark
    (folder / "settings.json").write_text(json.dumps(settings))
    return placed(folder, models)


def add_confused_model(models: Path) -> str:
    """A model that takes each of the first two categories for the other."""
    folder = copied(models / "being made")
    confuse(folder)
    return placed(folder, models)


def confuse(folder: Path) -> None:
    """Let each of the first two categories take the other's place in a copy of the model."""
    numbers = open_artefact().arrays("heads.npz")
    for name, stored in numbers.items():
        if name == "category/precedent/codes":
            stored[:, [0, 1]] = stored[:, [1, 0]]
        elif name.startswith("category/") and not name.startswith("category/precedent/"):
            stored[[0, 1]] = stored[[1, 0]]
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **numbers)
