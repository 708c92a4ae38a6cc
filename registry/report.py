"""What the conformance kit found out about one environment."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One thing that every environment must prove."""

    name: str
    """Short and stable, e.g. `oracle` or `floor`."""
    passed: bool
    """Whether it was proved."""
    detail: str
    """One line: what was measured, or what is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelRow:
    """Measurements at one level."""

    level: int
    """Difficulty."""
    oracle: float
    """Mean reward of the oracle; must be exactly 1."""
    floor: float
    """Mean reward of the best probe, an answer that needs no skill."""
    probe: str
    """The name of that probe, "" if none earned anything."""
    generate_ms: float
    """Mean milliseconds of a reset."""
    verify_ms: float
    """Mean milliseconds of the oracle's episode."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """All results and measurements of one environment. `print(report)` shows them."""

    env_id: str
    """The environment."""
    declared_floor: float
    """What the measured floors are compared with."""
    items: int
    """Items tried at each level."""
    results: tuple[Result, ...]
    """In the order in which they were tried."""
    rows: tuple[LevelRow, ...]
    """One for each level tried."""

    @property
    def passed(self) -> bool:
        """True if every result passed."""
        return not self.failures

    @property
    def failures(self) -> tuple[Result, ...]:
        """The results that did not pass."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def measured_floor(self) -> float:
        """The highest floor of all levels, 0 if none was measured."""
        return max((row.floor for row in self.rows), default=0.0)

    def __str__(self) -> str:
        """Plain text of at most 110 columns or so: verdict, results, table."""
        lines = [f"{self.env_id}: {'conforms' if self.passed else 'FAILS'} ({self.items} items a level)"]
        lines += [f"  {'ok  ' if r.passed else 'FAIL'} {r.name:<14} {r.detail}" for r in self.results]
        floor = f"declared floor {self.declared_floor:g}"
        lines.append(f"  level  oracle  floor  generate ms  verify ms  best probe ({floor})")
        for r in self.rows:
            times = f"{r.generate_ms:>11.3f}  {r.verify_ms:>9.3f}"
            lines.append(f"  {r.level:>5}  {r.oracle:>6.3f}  {r.floor:>5.3f}  {times}  {r.probe}".rstrip())
        return "\n".join(lines)
