"""Where trained models lie, and the ones in use, opened once a process.

The composition roots give every session the folder (``Session.info``), so that services need
no settings to find the model that the register names.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from app.tagging.errors import ModelFilesMissing
from nlp.artefacts.store import SHIPPED_FOLDER, ModelDamaged, sealed_version

if TYPE_CHECKING:
    from nlp.tagging import Tagger

MODELS: Final = "models"
"""The key of the folder in ``Session.info``."""
OPEN_AT_ONCE: Final = 2
"""The model in use, and the one that it is compared with or that took its place."""


def models_folder(session: Session) -> Path:
    """The folder that holds one folder a model. Raises ModelFilesMissing where there is none."""
    folder = session.info.get(MODELS)
    if folder is None:
        raise ModelFilesMissing("any model of its own")
    return Path(folder)


def folder_of(session: Session, version: str) -> Path:
    """Where the files of a model lie. Raises ModelFilesMissing when they are not there.

    Those of the model that came with this release are in the package; all others, and copies
    of those that came with earlier releases, in the installation's own folder.
    """
    if version == sealed_version():
        return SHIPPED_FOLDER
    folder = models_folder(session) / version
    if not folder.is_dir():
        raise ModelFilesMissing(version)
    return folder


def opened(session: Session, version: str) -> Tagger:
    """The model of that version, every file checked against its checksum when first opened.

    Raises ModelFilesMissing when its files are gone or are not those that were registered.
    """
    found = _open(folder_of(session, version))
    if found.version != version:
        raise ModelFilesMissing(version)
    return found


@lru_cache(maxsize=OPEN_AT_ONCE)
def _open(folder: Path) -> Tagger:
    from nlp.tagging import load_tagger  # noqa: PLC0415 - slow to load

    try:
        return load_tagger(folder)
    except ModelDamaged as damage:
        raise ModelFilesMissing(folder.name) from damage
