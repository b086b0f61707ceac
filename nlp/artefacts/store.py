"""Write and open a model folder: JSON, npz and ONNX files listed with their checksums."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

SHIPPED_FOLDER: Final = Path(str(files("nlp.artefacts"))) / "tagger"
MANIFEST: Final = "manifest.json"
LARGEST_BYTES: Final = 30 * 1024 * 1024


class ModelDamaged(Exception):
    """A model folder lacks a file, or a file is not the one that was sealed."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """An opened model folder whose files match their checksums."""

    folder: Path
    checksums: Mapping[str, str]

    @property
    def version(self) -> str:
        """Twelve hex digits that change whenever any file of the model does."""
        return self.version_of(*self.checksums)

    def version_of(self, *names: str) -> str:
        """As `version`, for some of the files only. Raises ModelDamaged if one is missing."""
        try:
            sealed = "".join(f"{name}:{self.checksums[name]};" for name in sorted(names))
        except KeyError as missing:
            raise ModelDamaged(f"{self.folder}: the model has no {missing}") from missing
        return hashlib.sha256(sealed.encode()).hexdigest()[:12]

    def path(self, name: str) -> Path:
        """Where a sealed file lies. Raises ModelDamaged if the model has none of that name."""
        if name not in self.checksums:
            raise ModelDamaged(f"{self.folder}: the model has no {name}")
        return self.folder / name

    def json(self, name: str) -> dict[str, Any]:
        """A sealed JSON object."""
        return cast("dict[str, Any]", json.loads(self.path(name).read_text(encoding="utf-8")))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays of a sealed npz; object arrays, which would be pickles, are refused."""
        with np.load(self.path(name), allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}


def open_artefact(folder: Path | None = None) -> Artefact:
    """Open `folder`, or the model shipped with the package, and check every file.

    Raises ModelDamaged if the manifest or a listed file is missing or altered.
    """
    folder = folder or SHIPPED_FOLDER
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, entry in manifest["files"].items():
            if checksum(folder / name) != entry["sha256"]:
                raise ModelDamaged(f"{folder / name} is not the file that was sealed")
    except (OSError, json.JSONDecodeError, KeyError) as fault:
        raise ModelDamaged(f"{folder} does not hold a whole model: {fault}") from fault
    return Artefact(folder, {name: e["sha256"] for name, e in manifest["files"].items()})


def sealed_files(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """File name → its `sha256` and `bytes`, as the manifest of a model folder has them.

    The files themselves are not read: use `open_artefact` before trusting them. Raises
    ModelDamaged if there is no manifest.
    """
    folder = folder or SHIPPED_FOLDER
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {name: dict(entry) for name, entry in manifest["files"].items()}
    except (OSError, ValueError, KeyError) as fault:
        raise ModelDamaged(f"{folder} holds no model: {fault}") from fault


def sealed_version(folder: Path | None = None) -> str:
    """The version that `open_artefact` would give, from the manifest alone."""
    files = sealed_files(folder)
    return Artefact(
        folder or SHIPPED_FOLDER, {name: entry["sha256"] for name, entry in files.items()}
    ).version


def seal(folder: Path) -> Artefact:
    """Write the manifest of every file in `folder` and open the result.

    Raises ModelDamaged if the files together are larger than a repository should carry.
    """
    listed = sorted(p for p in folder.iterdir() if p.is_file() and p.name != MANIFEST)
    entries = {p.name: {"sha256": checksum(p), "bytes": p.stat().st_size} for p in listed}
    total = sum(path.stat().st_size for path in listed)
    if total > LARGEST_BYTES:
        raise ModelDamaged(f"{folder} holds {total} bytes, more than {LARGEST_BYTES}")
    text = json.dumps({"files": entries}, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return open_artefact(folder)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
