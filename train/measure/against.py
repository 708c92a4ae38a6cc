"""What training did: each model of an evaluation against its base, item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prorl.train.measure.boundary import ALL, Boundary, boundaries
from prorl.train.measure.classes import Classified, class_k, classify, usual
from prorl.train.measure.curves import MEAN
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.findings import ModelFinding, findings
from prorl.train.measure.items import declared_floor
from prorl.train.measure.paired import Comparison, compare
from prorl.train.measure.plan import Model
from prorl.train.measure.tally import Tally


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """One model against the base."""

    model: str
    base: str
    k: int
    """Of `large` and `boundary`: a quarter of n, a power of two, so that it is an average over many subsets."""
    first: Mapping[str, Comparison]
    """pass@1, by target and under "mean"."""
    large: Mapping[str, Comparison]
    """pass@k, likewise."""
    boundary: Mapping[str, Boundary]
    """Solved by both, by one, by neither, by target and under "all"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Classes:
    """Diminish, Plateau or Sustained from three checkpoints."""

    base: str
    middle: str
    final: str
    targets: tuple[Classified, ...]


def against_base(evaluation: Evaluation) -> tuple[Against, ...]:
    """Every model but the base and its null against the base; nothing without a base."""
    base = evaluation.plan.baseline
    null = [
        tally for model in evaluation.plan.models if model.role == "null" for tally in evaluation.tallies[model.label]
    ]
    found = []
    for model in _trained(evaluation):
        before, after = evaluation.tallies[base], evaluation.tallies[model.label]
        judged = [tally.judged for tally in (*before, *after) if tally.judged]
        k = class_k(usual(judged)) if judged else 1
        keys = {tally.key for tally in before if tally.judged >= k} & {t.key for t in after if t.judged >= k}
        if not keys:
            continue
        second = [tally for tally in null if tally.judged >= k and tally.key in keys]
        one = Against(
            model=model.label,
            base=base,
            k=k,
            first=compare(before, after, 1),
            large=compare(before, after, k),
            boundary=boundaries(before, after, k, second=second),
        )
        found.append(one)
    return tuple(found)


def _trained(evaluation: Evaluation) -> list[Model]:
    return [model for model in evaluation.plan.models if model.role == "model"] if evaluation.plan.baseline else []


def classes(evaluation: Evaluation) -> Classes | None:
    """From base, intermediate and final checkpoint of one run; `None` where there are not three."""
    steps = sorted((m for m in _trained(evaluation) if m.step is not None), key=lambda model: model.step or 0)
    if len(steps) < 2:
        return None
    middle, final = steps[(len(steps) - 1) // 2], steps[-1]
    labels = (evaluation.plan.baseline, middle.label, final.label)
    sides: Sequence[Sequence[Tally]] = [evaluation.tallies[label] for label in labels]
    if not all(sides):
        return None
    return Classes(base=labels[0], middle=labels[1], final=labels[2], targets=classify(*sides))


def all_findings(evaluation: Evaluation) -> tuple[ModelFinding, ...]:
    """What in the counts of the models speaks against them."""
    floors = {target.name: declared_floor(target.env_id) for target in evaluation.plan.targets}
    models = {label: row for label, row in evaluation.tallies.items() if row}
    base = evaluation.plan.baseline
    return tuple(findings(models, floors, base if models.get(base) else None))


def against_rows(found: Sequence[Against]) -> list[list[str]]:
    """Cells for a table: model, pass@1 and pass@k differences with their tests, and the boundary of all items."""
    rows = []
    for one in found:
        first, large, cells = one.first[MEAN], one.large[MEAN], one.boundary[ALL]
        counts = (cells.both, cells.only_trained, cells.only_base, cells.neither)
        rows.append(
            [
                f"{one.model} - {one.base}",
                _difference(first),
                f"{first.p_value:.2g}",
                _difference(large),
                f"{large.p_value:.2g}",
                *(f"{cell.value:.1f}" for cell in counts),
                f"{cells.null_only.value:.1f}" if cells.null else "–",
            ]
        )
    return rows


def against_columns(k: int) -> list[str]:
    """Their names."""
    cells = ["both", "only trained", "only base", "neither", "only one, by chance"]
    return ["", "pass@1", "p", f"pass@{k}", "p", *cells]


def _difference(found: Comparison) -> str:
    gap = found.difference
    return f"{100 * gap.value:+.1f} [{100 * gap.low:+.0f}, {100 * gap.high:+.0f}]"
