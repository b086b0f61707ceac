"""Train the heads on top of exported encoders and seal the model folder (no torch)."""

import argparse
import shutil
from pathlib import Path

from nlp.artefacts.store import SHIPPED_FOLDER, seal
from nlp.artefacts.transformer import MODEL_FILE, TOKENIZER_FILE, load_transformer
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.tagging.decisions import write_decisions
from nlp.tagging.training import train_decisions


def main() -> None:
    """Train once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=Path, required=True, help="never read tuning voices")
    parser.add_argument("--out", type=Path, default=SHIPPED_FOLDER)
    arguments = parser.parse_args()
    decisions = train_decisions(
        load_findings(), load_recommendations(), load_transformer(seal(arguments.encoder))
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in (MODEL_FILE, TOKENIZER_FILE):
        if arguments.out != arguments.encoder:
            shutil.copy(arguments.encoder / name, arguments.out / name)
    write_decisions(decisions, arguments.out)
    artefact = seal(arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.iterdir())
    print(f"model {artefact.version}: {size / 1e6:.1f} MB; {decisions.thresholds}")
    print({name: decision.pool for name, decision in decisions.by_name.items()})


if __name__ == "__main__":
    main()
