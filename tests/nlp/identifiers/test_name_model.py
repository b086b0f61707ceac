"""The name model: features without names, arrays without code."""

from pathlib import Path

import numpy as np

from nlp.identifiers.folding import fold
from nlp.identifiers.marked import read_marks, read_passages
from nlp.identifiers.people.features import features, habits
from nlp.identifiers.people.model import NameModel, load, save
from nlp.identifiers.people.training import PASSAGES, fit, rows_of
from nlp.identifiers.people.variation import vary
from nlp.identifiers.tokens import tokenise


class TestFeatures:
    def test_known_name_is_never_a_feature_by_itself(self) -> None:
        tokens = tokenise(fold("The nurse saw Kirsty today.").text)

        found = features(tokens, 3, habits(tokens))

        assert not any("kirsty" in feature.lower() for feature in found)

    def test_the_same_use_of_another_name_looks_the_same(self) -> None:
        seen = []
        for name in ("Kirsty", "Agnieszka", "Oluwaseun"):
            tokens = tokenise(f"The nurse saw {name} today.")
            seen.append([f for f in features(tokens, 3, habits(tokens)) if "length" not in f])

        assert seen[0] == seen[1] == seen[2]


class TestNameModel:
    def test_survives_saving_without_pickle(self, tmp_path: Path) -> None:
        index = {"bias": 0, "shape=Xx": 1}
        model = NameModel(index, np.array([[1, 0, 0], [0, 2, 0]], dtype=np.float32), "test")

        save(model, tmp_path / "weights.npz")
        loaded = load(tmp_path / "weights.npz")

        assert loaded.index == index
        assert loaded.version == "test"
        assert np.allclose(loaded.weights, model.weights)

    def test_learns_what_it_is_shown(self) -> None:
        passage = read_marks("x", "The nurse saw {P:Zorba} here. The Report saw nothing. " * 4)

        model = fit(rows_of(passage))
        judged = model.judge(tokenise(passage.text))

        word = next(i for i, t in enumerate(tokenise(passage.text)) if t.text == "Report")
        assert judged[3][0] > judged[word][0] + 0.2

    def test_shipped_weights_tell_people_from_places(self) -> None:
        tokens = tokenise("Her sister Quenby lived in the village of Ardvannoch with friends.")

        judged = load().judge(tokens)

        person, _ = judged[2]
        assert person > 0.5


class TestTrainingPassages:
    def test_are_enough_and_in_many_voices(self) -> None:
        files = sorted(PASSAGES.glob("*.txt"))
        passages = [p for path in files for p in read_passages(path)]

        assert len(files) >= 9
        assert len(passages) >= 120
        assert sum(not p.marks for p in passages) >= 15

    def test_variation_changes_people_and_nothing_else(self) -> None:
        passage = read_marks("x", "Then {P:Kirsty Macleod} left. {P:Kirsty} wept. Dr B stayed.")

        varied = vary(passage, 1)

        names = [varied.text[m.start : m.end] for m in varied.marks]
        assert names[0].split()[0] == names[1] != "Kirsty"
        assert varied.text == f"Then {names[0]} left. {names[1]} wept. Dr B stayed."
