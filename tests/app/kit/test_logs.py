import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.kit.logs import configure_logging, current_request, request_logged_as


@pytest.fixture(autouse=True)
def root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def lines(folder: Path, process: str = "web") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{process}.log").read_text().splitlines()]


class TestLogFile:
    def test_each_message_is_one_object_on_one_line(self, tmp_path: Path) -> None:
        configure_logging("INFO", process="web", folder=tmp_path)
        logging.getLogger("app.intake").info("read %d pages\nof it", 3)

        (line,) = lines(tmp_path)
        assert line["message"] == "read 3 pages\nof it"
        assert (line["level"], line["source"]) == ("INFO", "app.intake")
        assert line["time"].endswith("+00:00")

    def test_what_is_beneath_the_level_is_left_out(self, tmp_path: Path) -> None:
        configure_logging("WARNING", process="web", folder=tmp_path)
        logging.getLogger("app").info("quiet")
        logging.getLogger("app").warning("loud")

        assert [line["message"] for line in lines(tmp_path)] == ["loud"]

    def test_only_known_context_is_kept(self, tmp_path: Path) -> None:
        configure_logging("INFO", process="web", folder=tmp_path)
        logging.getLogger("app").info("done", extra={"reference": "R-7", "statement": "secret"})

        (line,) = lines(tmp_path)
        assert line["reference"] == "R-7"
        assert "secret" not in json.dumps(line)

    def test_an_error_brings_its_trace(self, tmp_path: Path) -> None:
        configure_logging("INFO", process="web", folder=tmp_path)
        try:
            raise LookupError("gone")
        except LookupError:
            logging.getLogger("app").exception("failed")

        assert "LookupError: gone" in lines(tmp_path)[0]["trace"]

    def test_configuring_again_does_not_write_twice(self, tmp_path: Path) -> None:
        configure_logging("INFO", process="web", folder=tmp_path)
        configure_logging("INFO", process="worker", folder=tmp_path)
        logging.getLogger("app").info("once")

        assert lines(tmp_path) == []
        assert len(lines(tmp_path, "worker")) == 1

    @pytest.mark.parametrize("source", ["sqlalchemy.engine.Engine", "httpx"])
    def test_libraries_that_quote_what_people_typed_are_hushed(
        self, tmp_path: Path, source: str
    ) -> None:
        configure_logging("DEBUG", process="web", folder=tmp_path)
        logging.getLogger(source).info("SELECT 'words of a case'")

        assert lines(tmp_path) == []


class TestRequests:
    def test_messages_carry_the_request_that_they_belong_to(self, tmp_path: Path) -> None:
        configure_logging("INFO", process="web", folder=tmp_path)
        with request_logged_as("abc123"):
            logging.getLogger("app").info("within")
        logging.getLogger("app").info("after")

        within, after = lines(tmp_path)
        assert within["request"] == "abc123"
        assert "request" not in after

    def test_the_inner_request_ends_before_the_outer(self) -> None:
        with request_logged_as("outer"):
            with request_logged_as("inner"):
                assert current_request() == "inner"
            assert current_request() == "outer"
        assert current_request() is None
