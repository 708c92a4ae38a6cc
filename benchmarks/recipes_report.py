"""The reports of the recipes' runs on one page: `docs/results/recipes-report.md` with a picture each.

    python benchmarks/recipes_report.py runs/recipes

Every folder inside that holds a run is taken; `benchmarks/recipes.py` makes them. The pictures are those of `prorl
report RUN --format png`, with fewer colors so that they are small.
"""

import io
from pathlib import Path

import click
from PIL import Image

from prorl.train.reporting.output import report_bytes
from prorl.train.run_log import MARKS

OUT = Path(__file__).parents[1] / "docs" / "results"
COLORS, WIDTH = 128, 900
HEAD = """# The reports of the recipes' runs

What `prorl report` says about each run of [Recipes side by side](recipes.md): the small twin of each recipe with the
bundled policy. The numbers are those of `--format md`, the pictures those of `--format png`. The page that a run itself
ends with, `report.html`, has the same curves to point at and zoom into, and a browser of its samples; it is about 5 MB,
most of it the code that draws, so it is not kept here. To get it:

```
prorl train {first}-small
prorl report runs/{first}-small
```

Dashed lines are resets of the reference, dotted ones stages. Thick lines are running means.
"""


@click.command()
@click.argument("runs", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(runs: Path) -> None:
    folders = [path for path in sorted(runs.iterdir()) if any((path / mark).is_file() for mark in MARKS)]
    pictures = OUT / "recipes-report"
    pictures.mkdir(exist_ok=True)
    parts = [HEAD.format(first=folders[0].name).rstrip()]
    for folder in folders:
        shrunk(report_bytes(folder, "png"), pictures / f"{folder.name}.png")
        text = report_bytes(folder, "md").decode().replace("\n## ", "\n### ")
        text = text.replace(f"# {folder.name}\n", f"## {folder.name}\n", 1).split("\n### Events")[0].rstrip()
        picture = f"![curves of {folder.name}](recipes-report/{folder.name}.png)"
        parts.append(f"{text}\n\n<details><summary>Curves</summary>\n\n{picture}\n\n</details>")
    (OUT / "recipes-report.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def shrunk(png: bytes, path: Path) -> None:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    size = (WIDTH, round(image.height * WIDTH / image.width))
    small = image.resize(size, Image.Resampling.LANCZOS)
    small.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
