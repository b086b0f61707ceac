"""Fine-tune MiniLM on the corpus and save it for export (needs torch, transformers).

Multi-task: category, themes and depth as soft classification on the mean-pooled
features, and "same issue" as a contrastive loss on a projection of them. The lower
layers stay as they were trained on a billion pairs; a few thousand findings would
only spoil them.
"""

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from nlp.corpus.codes import CATEGORIES, DEPTHS, THEMES
from nlp.corpus.loader import load_findings
from nlp.corpus.model import CodedFinding, Part

LONGEST = 192
SECOND_SHARE = 0.25
RUN = 16


class MultiTask(nn.Module):
    """MiniLM with three classification heads and a projection for sameness."""

    def __init__(self, base: str, *, frozen_layers: int, dropout: float) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.category = nn.Linear(width, len(CATEGORIES))
        self.themes = nn.Linear(width, len(THEMES))
        self.depth = nn.Linear(width, len(DEPTHS))
        self.same = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.same.weight)
        nn.init.constant_(self.themes.bias, -2.5)
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen_layers]):
            part.requires_grad_(False)

    def features(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Mean of the last layer over the words: (n, 384)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * weight).sum(1) / weight.sum(1)

    def embedding(self, features: Tensor) -> Tensor:
        """Unit vectors whose cosine means "the same issue"."""
        return functional.normalize(self.same(features), dim=-1)


class Targets:
    """Training targets as tensors, aligned with the findings."""

    def __init__(self, findings: list[CodedFinding]) -> None:
        n = len(findings)
        self.category = torch.zeros(n, len(CATEGORIES))
        self.themes = torch.zeros(n, len(THEMES))
        self.depth = torch.tensor([DEPTHS.index(f.depth) for f in findings])
        for row, finding in enumerate(findings):
            self.category[row, CATEGORIES.index(finding.category)] = 1.0
            if finding.second_category:
                self.category[row, CATEGORIES.index(finding.category)] = 1 - SECOND_SHARE
                self.category[row, CATEGORIES.index(finding.second_category)] = SECOND_SHARE
            for theme in finding.themes:
                self.themes[row, THEMES.index(theme)] = 1.0


def batches(
    findings: list[CodedFinding], rng: np.random.Generator, *, groups: int, others: int
) -> list[tuple[list[int], list[int]]]:
    """Rows of each step: (pairs of one file, any others).

    The pairs stand adjacent. Contrast is only ever within one file, because issue
    ids of different files may name the same issue.
    """
    by_issue: dict[str, list[int]] = defaultdict(list)
    for row, finding in enumerate(findings):
        if finding.issue:
            by_issue[finding.issue].append(row)
    by_file: dict[str, list[list[int]]] = defaultdict(list)
    for rows in by_issue.values():
        if len(rows) > 1:
            rng.shuffle(rows)
            # Over an epoch each member is seen once, with a partner of its group.
            for at in range(0, len(rows) - 1, 2):
                by_file[findings[rows[at]].file].append(rows[at : at + 2])
    every = list(range(len(findings)))
    rng.shuffle(every)
    steps = []
    for pairs in by_file.values():
        rng.shuffle(pairs)
        steps += [
            [row for pair in pairs[at : at + groups] for row in pair]
            for at in range(0, len(pairs), groups)
        ]
    rng.shuffle(steps)
    used: list[tuple[list[int], list[int]]] = []
    while every or steps:
        pair_rows = steps.pop() if steps else []
        take, every = every[:others], every[others:]
        used.append((pair_rows, take))
    return used


def read(model: MultiTask, tokenizer: PreTrainedTokenizerBase, texts: list[str]) -> Tensor:
    """Features of a batch, read in runs of like length: half of a mixed batch is padding."""
    coded = tokenizer(texts, truncation=True, max_length=LONGEST)["input_ids"]
    order = sorted(range(len(texts)), key=lambda row: len(coded[row]))
    runs = []
    for at in range(0, len(order), RUN):
        rows = order[at : at + RUN]
        width = max(len(coded[row]) for row in rows)
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        for line, row in enumerate(rows):
            ids[line, : len(coded[row])] = torch.tensor(coded[row])
        mask = torch.arange(width) < torch.tensor([[len(coded[row])] for row in rows])
        runs.append(model.features(ids, mask.long()))
    return torch.cat(runs)[torch.argsort(torch.tensor(order))]


def contrast(
    embedding: Tensor, findings: list[CodedFinding], rows: list[int], heat: float
) -> Tensor:
    """InfoNCE over adjacent pairs; members of one's own group are never negatives."""
    scores = embedding @ embedding.T / heat
    issues = [findings[row].issue for row in rows]
    n = len(rows)
    same = torch.tensor([[a == b for b in issues] for a in issues])
    partner = torch.tensor([at ^ 1 for at in range(n)])
    blocked = same.clone()
    blocked[torch.arange(n), partner] = False
    scores = scores.masked_fill(blocked, -1e4)
    return functional.cross_entropy(scores, partner)


def stock_nearness(
    model: MultiTask, tokenizer: PreTrainedTokenizerBase, texts: list[str]
) -> Tensor:
    """Unit vectors of the encoder as it came, before a step is taken: (n, 384)."""
    model.eval()
    with torch.no_grad():
        parts = [read(model, tokenizer, texts[at : at + 64]) for at in range(0, len(texts), 64)]
    model.train()
    return functional.normalize(torch.cat(parts), dim=-1)


def drift(
    embedding: Tensor, stock: Tensor, findings: list[CodedFinding], rows: list[int]
) -> Tensor:
    """How far cosines have moved from the stock encoder's, where no issue says they should.

    Stock and tuned cosines together find more than either; this keeps both in one.
    """
    issues = [findings[row].issue for row in rows]
    n = len(rows)
    free = torch.tensor([[a != b or a is None for b in issues] for a in issues])
    free &= ~torch.eye(n, dtype=torch.bool)
    gap = embedding @ embedding.T - stock @ stock.T
    return (gap[free] ** 2).mean()


def train(arguments: argparse.Namespace) -> None:
    """One run, with its figures in `log.json` beside the weights."""
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    findings = [f for f in load_findings() if f.part is Part.TRAIN]
    targets = Targets(findings)
    tokenizer = AutoTokenizer.from_pretrained(arguments.base)
    model = MultiTask(arguments.base, frozen_layers=arguments.frozen, dropout=0.1)
    stock = stock_nearness(model, tokenizer, [finding.text for finding in findings])
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    body = [
        p for name, p in model.named_parameters() if name.startswith("encoder.") and p.requires_grad
    ]
    plan = [
        step
        for _ in range(arguments.epochs)
        for step in batches(findings, rng, groups=arguments.groups, others=arguments.others)
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": arguments.rate}, {"params": heads, "lr": arguments.rate * 15}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        max_lr=[arguments.rate, arguments.rate * 15],
        total_steps=len(plan),
        pct_start=0.1,
        anneal_strategy="linear",
    )
    started, log = time.monotonic(), []
    for step, (pairs, others) in enumerate(plan):
        rows = pairs + others
        features = read(model, tokenizer, [findings[row].text for row in rows])
        dropped = model.dropout(features)
        at = torch.tensor(rows)
        category = functional.cross_entropy(model.category(dropped), targets.category[at])
        themes = functional.binary_cross_entropy_with_logits(
            model.themes(dropped), targets.themes[at]
        )
        depth = functional.cross_entropy(model.depth(dropped), targets.depth[at])
        loss = category + arguments.themes_weight * themes + 0.5 * depth
        same = torch.zeros(())
        if len(pairs) > 2:
            same = contrast(
                model.embedding(features[: len(pairs)]), findings, pairs, arguments.heat
            )
            loss = loss + arguments.same_weight * same
        if arguments.keep_weight:
            moved = drift(model.embedding(features), stock[at], findings, rows)
            loss = loss + arguments.keep_weight * moved
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimiser.step()
        schedule.step()
        log.append([category.item(), themes.item(), depth.item(), same.item()])
        if step % 20 == 0 or step == len(plan) - 1:
            recent = [sum(column) / len(column) for column in zip(*log[-20:], strict=True)]
            print(
                f"{step}/{len(plan)} {time.monotonic() - started:.0f}s "
                + " ".join(f"{value:.3f}" for value in recent),
                flush=True,
            )
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / "weights.pt")
    (folder / "log.json").write_text(json.dumps({"arguments": vars(arguments), "log": log}))


def main() -> None:
    """Read the arguments and train once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=20170301)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--frozen", type=int, default=1)
    parser.add_argument("--groups", type=int, default=16)
    parser.add_argument("--others", type=int, default=24)
    parser.add_argument("--heat", type=float, default=0.05)
    parser.add_argument("--same-weight", type=float, default=0.7)
    parser.add_argument("--themes-weight", type=float, default=6.0)
    parser.add_argument("--keep-weight", type=float, default=10.0)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
