from pathlib import Path

import pytest

from app.demonstration.build import Manifest, build_corpus, load_reports
from app.demonstration.layouts.report import Report


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    return {report.plan.key: report for report in load_reports()}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    folder: Path = tmp_path_factory.mktemp("corpus")
    return build_corpus(folder)
