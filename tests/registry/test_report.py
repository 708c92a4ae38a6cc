from prorl.registry.report import LevelRow, Report, Result

ROW = LevelRow(level=3, oracle=1.0, floor=0.25, probe="constant '2'", generate_ms=0.5, verify_ms=12.3456)


def report(*passed):
    results = [Result(name=f"r{n}", passed=ok, detail=f"detail {n}") for n, ok in enumerate(passed)]
    return Report(env_id="a/b-v0", declared_floor=0.3, items=8, results=tuple(results), rows=(ROW,))


def test_passed_and_failures():
    assert report(True, True).passed
    assert not report(True, False).passed
    assert [r.name for r in report(False, True, False).failures] == ["r0", "r2"]
    assert report(True).measured_floor == 0.25


def test_printed():
    assert str(report(True, False)).splitlines() == [
        "a/b-v0: FAILS (8 items a level)",
        "  ok   r0             detail 0",
        "  FAIL r1             detail 1",
        "  level  oracle  floor  generate ms  verify ms  best probe (declared floor 0.3)",
        "      3   1.000  0.250        0.500     12.346  constant '2'",
    ]
    assert str(report(True)).startswith("a/b-v0: conforms")
