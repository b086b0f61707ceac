import json
from pathlib import Path

import numpy as np
import pytest

from nlp.artefacts.store import (
    LARGEST_BYTES,
    SHIPPED_FOLDER,
    ModelDamaged,
    open_artefact,
    seal,
    sealed_files,
    sealed_version,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "settings.json").write_text('{"threshold": 0.5}\n')
    np.savez(tmp_path / "numbers.npz", weights=np.eye(2, dtype=np.float32))
    return tmp_path


class TestSealing:
    def test_a_sealed_folder_opens(self, folder: Path) -> None:
        seal(folder)
        opened = open_artefact(folder)
        assert opened.json("settings.json") == {"threshold": 0.5}
        assert opened.arrays("numbers.npz")["weights"].tolist() == [[1, 0], [0, 1]]

    def test_sealing_twice_gives_one_version(self, folder: Path) -> None:
        assert seal(folder).version == seal(folder).version

    def test_any_change_is_another_version(self, folder: Path) -> None:
        before = seal(folder).version
        (folder / "settings.json").write_text('{"threshold": 0.6}\n')
        assert seal(folder).version != before

    def test_a_version_of_some_files_ignores_the_others(self, folder: Path) -> None:
        before = seal(folder).version_of("numbers.npz")
        (folder / "settings.json").write_text("{}\n")
        assert seal(folder).version_of("numbers.npz") == before

    def test_too_large_a_model_is_refused(self, folder: Path) -> None:
        with (folder / "large.bin").open("wb") as stream:
            stream.truncate(LARGEST_BYTES + 1)
        with pytest.raises(ModelDamaged, match="more than"):
            seal(folder)


class TestDamage:
    def test_an_altered_file_is_refused(self, folder: Path) -> None:
        seal(folder)
        (folder / "settings.json").write_text('{"threshold": 0.9}\n')
        with pytest.raises(ModelDamaged, match="not the file that was sealed"):
            open_artefact(folder)

    def test_a_missing_file_is_refused(self, folder: Path) -> None:
        seal(folder)
        (folder / "numbers.npz").unlink()
        with pytest.raises(ModelDamaged):
            open_artefact(folder)

    @pytest.mark.parametrize("manifest", [None, "not json", "{}"])
    def test_a_folder_without_a_manifest_is_no_model(
        self, folder: Path, manifest: str | None
    ) -> None:
        if manifest is not None:
            (folder / "manifest.json").write_text(manifest)
        with pytest.raises(ModelDamaged):
            open_artefact(folder)

    def test_a_file_outside_the_manifest_is_not_read(self, folder: Path) -> None:
        opened = seal(folder)
        (folder / "late.json").write_text("{}")
        with pytest.raises(ModelDamaged, match=r"late\.json"):
            opened.json("late.json")
        with pytest.raises(ModelDamaged, match=r"late\.json"):
            opened.version_of("late.json")

    def test_pickled_arrays_are_refused(self, folder: Path) -> None:
        np.savez(folder / "numbers.npz", weights=np.array([{"a": 1}], dtype=object))
        opened = seal(folder)
        with pytest.raises(ValueError, match="allow_pickle"):
            opened.arrays("numbers.npz")


class TestTheShippedModel:
    def test_it_is_whole_and_small_enough_to_carry(self) -> None:
        opened = open_artefact()
        total = sum((SHIPPED_FOLDER / name).stat().st_size for name in opened.checksums)
        assert total <= LARGEST_BYTES

    def test_nothing_lies_beside_the_manifest_unlisted(self) -> None:
        listed = set(json.loads((SHIPPED_FOLDER / "manifest.json").read_text())["files"])
        assert {p.name for p in SHIPPED_FOLDER.iterdir()} == listed | {"manifest.json"}

    def test_nothing_in_it_is_a_pickle(self) -> None:
        suffixes = {p.suffix for p in SHIPPED_FOLDER.iterdir()}
        assert suffixes == {".json", ".npz", ".onnx"}


class TestTheManifestAlone:
    def test_gives_the_version_that_the_files_have(self, folder: Path) -> None:
        version = seal(folder).version
        assert sealed_version(folder) == version
        assert sealed_version() == open_artefact().version

    def test_names_each_file_with_its_size(self, folder: Path) -> None:
        seal(folder)
        files = sealed_files(folder)
        assert set(files) == {"settings.json", "numbers.npz"}
        assert files["settings.json"]["bytes"] == (folder / "settings.json").stat().st_size

    def test_a_folder_without_one_holds_no_model(self, tmp_path: Path) -> None:
        with pytest.raises(ModelDamaged, match="holds no model"):
            sealed_files(tmp_path)
