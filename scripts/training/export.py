"""Export an encoder to int8 ONNX (needs torch and onnx): `encoder.onnx`, `tokenizer.json`.

Without `--weights` the stock encoder is exported, its features serving as embedding.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from encoder import MultiTask
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn


class Exported(nn.Module):
    """The part of the multi-task model that is used at run time."""

    def __init__(self, model: MultiTask) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Both outputs: (n, 384) features and (n, 384) unit vectors."""
        features = self.model.features(input_ids, attention_mask)
        return features, self.model.embedding(features)


def main() -> None:
    """Export once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--weights", nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    model = MultiTask(arguments.base, frozen_layers=0, dropout=0.0)
    if arguments.weights:
        runs = [torch.load(path, weights_only=True) for path in arguments.weights]
        # The mean of several runs from one start is better than any, at the price of one.
        model.load_state_dict(
            {
                k: torch.stack([r[k].float() for r in runs]).mean(0).to(runs[0][k].dtype)
                for k in runs[0]
            }
        )
    model.eval()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        ids = torch.randint(1000, 2000, (2, 16))
        torch.onnx.export(
            Exported(model),
            (ids, torch.ones_like(ids)),
            str(full),
            dynamo=False,
            input_names=["input_ids", "attention_mask"],
            output_names=["features", "embedding"],
            dynamic_axes={name: {0: "n", 1: "pieces"} for name in ("input_ids", "attention_mask")}
            | {name: {0: "n"} for name in ("features", "embedding")},
            opset_version=17,
        )
        # The last projection stays exact: int8 steps in a unit vector would blur its ranking.
        exact = [n.name for n in onnx.load(str(full)).graph.node if "/same/" in n.name]
        quantize_dynamic(
            str(full),
            str(arguments.out / "encoder.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=False,
            nodes_to_exclude=exact,
        )
    shutil.copy(Path(arguments.base) / "tokenizer.json", arguments.out / "tokenizer.json")


if __name__ == "__main__":
    main()
