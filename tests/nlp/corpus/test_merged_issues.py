import json

from nlp.corpus.loader import CORPUS_FOLDER, load_findings

MERGES = json.loads((CORPUS_FOLDER / "merged_issues.json").read_text(encoding="utf-8"))["same"]


class TestMergedIssues:
    def test_every_merge_says_what_one_change_would_resolve(self) -> None:
        assert all(len(merge["because"].split()) >= 4 for merge in MERGES)

    def test_an_issue_is_merged_once(self) -> None:
        merged = [issue for merge in MERGES for issue in merge["issues"]]
        assert len(merged) == len(set(merged))

    def test_merged_issues_come_from_different_files(self) -> None:
        for merge in MERGES:
            files = [issue.split("-")[0] for issue in merge["issues"]]
            assert len(files) == len(set(files)), merge["because"]

    def test_no_merge_joins_a_held_out_voice_to_a_training_voice(self) -> None:
        parts: dict[str, set[str]] = {}
        for finding in load_findings():
            if finding.issue:
                parts.setdefault(finding.issue, set()).add(finding.part)
        assert all(len(of) == 1 for of in parts.values())

    def test_every_merged_issue_is_in_the_corpus(self) -> None:
        rows = [
            json.loads(line)
            for path in sorted((CORPUS_FOLDER / "findings").glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        known = {row["issue"] for row in rows}
        assert all(issue in known for merge in MERGES for issue in merge["issues"])
