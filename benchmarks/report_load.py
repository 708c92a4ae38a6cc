"""How fast the page of a run with 10,000 samples opens in headless Chromium, and what making it takes.

    python benchmarks/report_load.py RUN [--samples 10000] [--words 150] [--times 5]

Takes the curves of a real run and made-up samples. The page that is opened tells the times of its own clock to a server
here: when its samples can be browsed, when the document is loaded, and when every chart is drawn. For that its content
security policy is taken out and a script put in.
"""

import json
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click

from prorl.train.reporting.output import report_bytes

FILES = ("metrics.jsonl", "timings.jsonl", "events.jsonl", "config.toml")
ENVS, DUMPS, LIMIT_S = 40, 50, 60
TELL = """<script>(function wait() {
  const found = document.documentElement.dataset;
  if (!found.drawn) return setTimeout(wait, 20);
  const load = Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd);
  fetch(`http://127.0.0.1:%d/?ready=${found.ready}&load=${load}&drawn=${found.drawn}`, { mode: "no-cors" });
})();</script></body>"""


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--samples", default=10_000, show_default=True)
@click.option("--words", default=150, show_default=True, help="Of a response.")
@click.option("--times", default=5, show_default=True)
def main(run: Path, samples: int, words: int, times: int) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "no Chromium on the path"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch) / "run"
        (folder / "rollouts").mkdir(parents=True)
        for name in FILES:
            shutil.copy(run / name, folder)
        for dump in range(DUMPS):
            rows = "".join(json.dumps(row) + "\n" for row in made_up(dump, samples // DUMPS, words))
            (folder / "rollouts" / f"step-{dump:06d}.jsonl").write_text(rows)
        started = time.process_time()
        page = report_bytes(folder, "html")
        click.echo(f"{len(page) / 1e6:.1f} MB, made in {time.process_time() - started:.2f} s of CPU time")
        for _ in range(times):
            found = opened(chromium, page.decode(), Path(scratch))
            click.echo(", ".join(f"{name} after {ms} ms" for name, ms in found.items()))


def made_up(dump: int, count: int, words: int) -> Iterator[dict]:
    rng = random.Random(dump)
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(4000)]
    for number in range(count):
        solved = rng.random() < 0.4
        yield {
            "step": dump,
            "split": rng.choice(("train", "eval")),
            "env": f"prorl/made-up-{rng.randrange(ENVS)}-v0",
            "level": rng.randrange(6),
            "item": number // 8,
            "prompt": f"{number // 8} " + " ".join(rng.choices(vocabulary, k=words // 3)),
            "response": " ".join(rng.choices(vocabulary, k=words)),
            "reward": float(solved),
            "solved": solved,
            "status": rng.choice(("ok", "ok", "no_answer")),
            "extracted": str(rng.random()),
            "reason": "correct" if solved else "wrong answer",
            "tokens": words,
            "truncated": False,
        }


def opened(chromium: str, page: str, scratch: Path) -> dict[str, int]:
    """Milliseconds since the navigation began."""
    told: dict[str, int] = {}

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.update({name: int(value) for name, (value,) in parse_qs(urlsplit(self.path).query).items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    server.timeout = LIMIT_S
    page = re.sub(r"<meta http-equiv.*?>\n", "", page, count=1, flags=re.DOTALL)
    (scratch / "page.html").write_text(page.replace("</body>", TELL % server.server_port), encoding="utf-8")
    profile = f"--user-data-dir={tempfile.mkdtemp(dir=scratch)}"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,900", profile]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([chromium, *options, f"file://{scratch / 'page.html'}"], **quiet) as browser:
        server.handle_request()
        browser.terminate()
    server.server_close()
    assert told, "the page was not drawn"
    return told


if __name__ == "__main__":
    main()
