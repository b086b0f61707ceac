"""Texts as vectors: a small transformer in int8, run by onnxruntime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from nlp.artefacts.store import open_artefact

WIDTH: Final = 384
LONGEST: Final = 192
MODEL_FILE: Final = "encoder.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the transformer makes of n texts.

    `features` (n, 384): mean of the last layer, what the tagger's heads read.
    `embedding` (n, 384): unit length; the cosine of two says how surely they state
    the same issue.
    """

    features: NDArray[np.float32]
    embedding: NDArray[np.float32]


class Encoder:
    """An opened encoder. Safe to share between threads; texts beyond 192 pieces are cut."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        version: str,
        threads: int,
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._threads = threads
        self.version = version

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors for sameness, float32 (n, 384), in the order of `texts`."""
        return self.read(texts).embedding

    def read(self, texts: Sequence[str]) -> Encoded:
        """Features and embedding of every text, in the order of `texts`."""
        features = np.zeros((len(texts), WIDTH), dtype=np.float32)
        embedding = np.zeros((len(texts), WIDTH), dtype=np.float32)
        pieces = self._tokenizer.encode_batch(list(texts))
        # One text a run: int8 scales are set by everything in a run, so a text read
        # in company would answer a little differently from the same text alone.
        with ThreadPoolExecutor(self._threads) as pool:
            runs = pool.map(lambda piece: self._run(piece.ids), pieces)
            for row, (one, other) in enumerate(runs):
                features[row], embedding[row] = one[0], other[0]
        return Encoded(features, embedding)

    def _run(self, ids: Sequence[int]) -> Sequence[NDArray[np.float32]]:
        row = np.array([ids], dtype=np.int64)
        out: Sequence[NDArray[np.float32]] = self._session.run(
            ["features", "embedding"], {"input_ids": row, "attention_mask": np.ones_like(row)}
        )
        return out


def load_encoder(folder: Path | None = None, *, threads: int | None = None) -> Encoder:
    """Open the encoder of a model folder, or of the model shipped with the package.

    `threads` defaults to the processors this process may use. Raises ModelDamaged.
    """
    artefact = open_artefact(folder)
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
    version = artefact.version_of(MODEL_FILE, TOKENIZER_FILE)
    return Encoder(session, tokenizer, version, threads or _processors())


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
