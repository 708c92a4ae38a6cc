"""vLLM's side of `rollout_speed.py`; runs in vLLM's own environment.

    PYTHON benchmarks/rollout_vllm.py MODEL_FOLDER DTYPE ROWS

Reads requests as lines of JSON, `{"prompts": [[id, ...], ...], "limits": [[tokens, ...], ...]}`, and answers each with
`{"tokens": n}` once they are written, with the log-probability of each token, as a trainer needs them.
"""

import json
import sys

MEMORY = 0.25
"""Share of the device's memory; without a GPU, of the machine's."""


def has_gpu() -> bool:
    import torch

    return torch.cuda.is_available()


def main() -> None:
    from vllm import LLM, SamplingParams

    folder, dtype, rows = sys.argv[1:]
    engine = LLM(
        model=folder,
        dtype=dtype,
        max_num_seqs=int(rows),
        max_model_len=512,
        enable_prefix_caching=True,
        enable_chunked_prefill=has_gpu(),  # on a processor, half a prompt with a seed ends vLLM 0.32
        gpu_memory_utilization=MEMORY,
    )
    for line in sys.stdin:
        work = json.loads(line)
        prompts, settings = [], []
        for text, limits in zip(work["prompts"], work["limits"], strict=True):
            for limit in limits:
                prompts.append({"prompt_token_ids": text})
                settings.append(
                    SamplingParams(
                        max_tokens=limit,
                        ignore_eos=True,
                        temperature=1.0,
                        logprobs=0,
                        seed=len(prompts),
                        detokenize=False,
                    )
                )
        outputs = engine.generate(prompts, settings, use_tqdm=False) if prompts else []
        tokens = sum(len(one.outputs[0].token_ids) for one in outputs)
        engine.reset_prefix_cache()
        print(json.dumps({"tokens": tokens}), flush=True)


if __name__ == "__main__":
    main()
