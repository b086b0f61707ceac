"""A machine that holds case text tells nobody that it works."""

import os
import subprocess
import sys
from pathlib import Path

WORK = """
import socket, sys
asked = []
sys.addaudithook(lambda name, given: asked.append(name) if name.startswith("socket.conn") else None)
from nlp.artefacts.store import open_artefact
from nlp.artefacts.transformer import load_transformer
load_transformer(open_artefact()).read(["Nobody read the letters aloud."])
import time
time.sleep(1)
sys.exit(len(asked))
"""


def _run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run it with next to no environment: the runtime is also silent where it sees CI at work."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / ".cache"),
        },
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )


class TestTheRuntimeOfTheEncoder:
    def test_keeps_no_store_of_reports_to_send(self, tmp_path: Path) -> None:
        done = _run(WORK, tmp_path)
        assert done.returncode == 0, done.stderr
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
        assert "telemetry" not in done.stderr

    def test_would_keep_one_were_it_not_told(self, tmp_path: Path) -> None:
        """The guard of the test above: it looks where the reports would lie."""
        done = _run("import onnxruntime, time; time.sleep(1)", tmp_path)
        assert done.returncode == 0, done.stderr
        assert [path for path in tmp_path.rglob("*") if path.is_file()] != []
