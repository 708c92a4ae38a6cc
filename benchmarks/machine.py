"""What a machine can do at most, and how much memory a process holds."""

import time
from pathlib import Path

import torch


def device():
    """The accelerator if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def device_name():
    return torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"


def synchronize():
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def seconds(work):
    """Of a call, with what it left for the accelerator to do."""
    synchronize()
    begin = time.perf_counter()
    work()
    synchronize()
    return time.perf_counter() - begin


def matrix_limit(size=0, tries=15):
    """The most multiplications and additions a second in products of two large matrices, by type of the operands."""
    torch.backends.mkldnn.matmul.fp32_precision = "bf16"  # lets oneDNN multiply float32, faster on AMD than MKL
    size, found = size or (8192 if torch.cuda.is_available() else 2048), {}
    for dtype in (torch.float32, torch.bfloat16):
        a, b = (torch.randn(size, size, device=device()).to(dtype) for _ in range(2))
        best = min(seconds(lambda a=a, b=b: a @ b) for _ in range(tries))
        found[str(dtype).removeprefix("torch.")] = 2 * size**3 / best
    return found


def forget_peak():
    """Set the high-water marks of memory back to what is held now."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    else:
        Path("/proc/self/clear_refs").write_text("5")


def peak_bytes():
    """High-water mark: of the accelerator's memory, else of this process's resident memory."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
