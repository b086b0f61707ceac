"""What the site imports before it answers."""

from __future__ import annotations

import subprocess
import sys
import threading

from starlette.testclient import TestClient

HEAVY = ("altair", "onnxruntime", "pandas", "pyarrow", "scipy", "sklearn", "spacy", "statsmodels")
PRINTS_WHAT_IS_LOADED = (
    "import sys, app.main; print(sorted(set(sys.argv[1:]) & sys.modules.keys()))"
)


class TestTheSite:
    def test_answers_before_it_loads_what_only_questions_need(self) -> None:
        said = subprocess.run(
            [sys.executable, "-c", PRINTS_WHAT_IS_LOADED, *HEAVY],
            check=True,
            capture_output=True,
            text=True,
        )
        assert said.stdout.strip() == "[]"

    def test_loads_it_as_soon_as_it_answers(self, site: object) -> None:
        with TestClient(site) as client:  # type: ignore[arg-type]
            loading = [each for each in threading.enumerate() if each.name == "afterwards"]
            assert client.get("/health/live").status_code == 200
            for thread in loading:
                thread.join(timeout=60)
        assert {"pandas", "scipy.stats", "onnxruntime"} <= sys.modules.keys()
