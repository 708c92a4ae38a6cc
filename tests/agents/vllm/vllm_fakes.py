"""A server with the calls of `vllm serve` that prorl makes, and an engine in this process: both keep their word.

The server queues requests while it is paused, waits for those under way, refuses calls out of order, reads the weights
that it is told to read, and labels what it samples with their version. Its tokens are a function of prompt and seed.
"""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from safetensors.torch import load_file

from prorl.agents.records import Completion, Finish


def tokens_of(token_ids, seed):
    """What both fakes sample."""
    return [(sum(token_ids) + seed) % 97, 7]


class FakeServer:
    """`start` and `kill` are a process's life; a new one has forgotten the weights it was given."""

    def __init__(self, logprobs_mode="processed_logprobs", backend="prorl_file", dev=True, scale_out=True):
        self.mode, self.backend, self.dev, self.scale_out = logprobs_mode, backend, dev, scale_out
        self.port, self.log, self.served = 0, [], Counter()
        self.slow = threading.Event()
        self.slow.set()
        self.failures = 0
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.version, self.weights, self.adapter = "default", None, None
        self.updating, self.paused, self.running = False, False, 0
        self.change = threading.Condition()
        self.alive = True
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(None)

            def do_POST(self):
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}"))

            def _answer(self, body):
                path, _, query = self.path.partition("?")
                status, answer = fake.answer(path, query, body)
                if not fake.alive:
                    self.close_connection = True
                    return
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args):
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self.http = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def kill(self):
        """Requests under way end without an answer; new ones find nobody."""
        self.alive = False
        self.http.shutdown()
        self.http.server_close()
        self.slow.set()

    def answer(self, path, query, body):
        self.served[path] += 1
        name = path.strip("/").replace("/", "_")
        if not self.dev and not path.startswith("/inference"):
            return 404, {"detail": "Not Found"}
        return getattr(self, name)(query, body)

    def server_info(self, query, body):
        assert query == "config_format=json"
        model = {"logprobs_mode": self.mode}
        return 200, {"vllm_config": {"model_config": model, "weight_transfer_config": {"backend": self.backend}}}

    def weight_info(self, query, body):
        return 200, {"weight_version": self.version}

    def pause(self, query, body):
        assert query == "mode=wait&clear_cache=true"
        with self.change:
            self.paused = True
            self.change.wait_for(lambda: not self.running)
        self.log.append("pause")
        return 200, {"status": "paused"}

    def resume(self, query, body):
        with self.change:
            self.paused = False
            self.change.notify_all()
        self.log.append("resume")
        return 200, {"status": "resumed"}

    def start_weight_update(self, query, body):
        if self.updating or self.running:
            return 500, {"error": {"message": "start_weight_update called while a weight update is already active"}}
        self.updating = True
        return self._said("start")

    def update_weights(self, query, body):
        if not self.updating:
            return 500, {"error": {"message": "start_weight_update must be called before update_weights."}}
        self.weights = load_file(body["update_info"]["path"])
        return self._said("update")

    def finish_weight_update(self, query, body):
        if not self.updating:
            return 500, {"error": {"message": "finish_weight_update called without a matching start"}}
        self.updating = False
        return self._said("finish")

    def update_weight_version(self, query, body):
        self.version = body["new_version"]
        return self._said(f"version {self.version}")

    def v1_load_lora_adapter(self, query, body):
        assert body["load_inplace"] is True
        self.adapter = body["lora_name"], load_file(f"{body['lora_path']}/adapter_model.safetensors")
        return self._said("adapter")

    def inference_v1_generate(self, query, body):
        with self.change:
            self.change.wait_for(lambda: not self.paused)
            self.running += 1
        try:
            version = self.version
            self.slow.wait()
            if self.failures:
                self.failures -= 1
                return 500, {"error": {"message": "Internal server error"}}
            if "model" in body and (self.adapter is None or body["model"] != self.adapter[0]):
                return 404, {"error": {"message": f"The model `{body['model']}` does not exist."}}
            return 200, {"choices": [_choice(body["token_ids"], body["sampling_params"], version)]}
        finally:
            with self.change:
                self.running -= 1
                self.change.notify_all()

    def inference_v1_abort_requests(self, query, body):
        assert body == {"request_ids": []}
        return (200, None) if self.scale_out else (403, {"error": {"message": "Scale-out endpoints are disabled."}})

    def _said(self, what):
        self.log.append(what)
        return 200, {"message": what}


def _choice(token_ids, params, version):
    tokens = tokens_of(token_ids, params["seed"])[: params["max_tokens"]]
    stopped = tokens[-1] in params["stop_token_ids"]
    return {
        "index": 0,
        "token_ids": tokens,
        "logprobs": {"content": [{"token_id": token, "logprob": -token / 8, "rank": 1} for token in tokens]},
        "finish_reason": "stop" if stopped else "length",
        "stop_reason": None,
        "weight_versions": [{"version": version, "start": 0, "end": len(tokens)}],
    }


class FakeHandle:
    """Takes the place of `Handle`: one request is finished with every step, the newest first."""

    def __init__(self, folder, settings, device):
        self.folder, self.settings, self.device = folder, settings, device
        self.started = load_file(folder / "model.safetensors")
        self.log, self.waiting, self.label = [], {}, None

    def add(self, name, token_ids, arguments):
        self.waiting[name] = (tuple(token_ids), arguments)

    def step(self):
        name = list(self.waiting)[-1]
        token_ids, arguments = self.waiting.pop(name)
        tokens = tuple(tokens_of(token_ids, arguments["seed"]))
        logprobs = tuple(-token / 8 for token in tokens)
        one = Completion(token_ids=tokens, logprobs=logprobs, finish=Finish.STOP, policy_version=self.label)
        return [(name, one)]

    def abort(self, names):
        self.log.append(f"abort {' '.join(names)}")
        self.waiting = {name: value for name, value in self.waiting.items() if name not in names}

    def stamp(self, version):
        assert not self.waiting
        self.label = version
        self.log.append(f"version {version}")

    def load_adapter(self, folder):
        self.log.append(f"adapter {sorted(path.name for path in folder.iterdir())}")

    def sleep(self):
        self.log.append("sleep")

    def wake(self):
        self.log.append("wake")

    def close(self):
        self.log.append("close")

    def start_weight_update(self):
        self.log.append("start")

    def update_weights(self, update_info):
        self.weights = load_file(update_info["path"])
        self.log.append("update")

    def finish_weight_update(self, weight_version=None):
        self.log.append("finish")


def eventually(holds, seconds=20.0):
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never was"
        time.sleep(0.005)
