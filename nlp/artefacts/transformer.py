"""The small transformer of a model folder: int8, run by onnxruntime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from nlp.artefacts.store import Artefact

# Current releases of onnxruntime report their use to its maker over the network unless this
# stands in the environment before they are loaded; the call of that purpose comes too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

WIDTH: Final = 384
LONGEST: Final = 192
MODEL_FILE: Final = "encoder.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the transformer makes of n texts.

    `features` (n, 384): mean of the last layer, what the tagger's heads read.
    `meaning` (n, 384): unit length, tuned so that findings of one issue lie near.
    """

    features: NDArray[np.float32]
    meaning: NDArray[np.float32]


class Transformer:
    """An opened transformer. Safe to share between threads; texts beyond 192 pieces are cut."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, threads: int
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._threads = threads

    def read(self, texts: Sequence[str]) -> Encoded:
        """Features and meaning of every text, in the order of `texts`."""
        features = np.zeros((len(texts), WIDTH), dtype=np.float32)
        meaning = np.zeros((len(texts), WIDTH), dtype=np.float32)
        pieces = self._tokenizer.encode_batch(list(texts))
        # One text a run: int8 scales are set by everything in a run, so a text read
        # in company would answer a little differently from the same text alone.
        with ThreadPoolExecutor(self._threads) as pool:
            runs = pool.map(lambda piece: self._run(piece.ids), pieces)
            for row, (one, other) in enumerate(runs):
                features[row], meaning[row] = one[0], other[0]
        return Encoded(features, meaning)

    def _run(self, ids: Sequence[int]) -> Sequence[NDArray[np.float32]]:
        row = np.array([ids], dtype=np.int64)
        out: Sequence[NDArray[np.float32]] = self._session.run(
            ["features", "embedding"], {"input_ids": row, "attention_mask": np.ones_like(row)}
        )
        return out


def load_transformer(artefact: Artefact, *, threads: int | None = None) -> Transformer:
    """Open the transformer of a model; `threads` defaults to the processors at hand.

    Raises ModelDamaged if the model has none.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(artefact.path(MODEL_FILE)), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(artefact.path(TOKENIZER_FILE)))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return Transformer(session, tokenizer, threads or _processors())


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
