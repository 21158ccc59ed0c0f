"""Devices as ggml describes them on computers of several kinds, and a model of 7 billion weights.

No card was at hand: names and kinds are those its backends give (`ggml-cuda.cu`, `ggml-vulkan.cpp`,
`ggml-metal.cpp` of llama.cpp 0c1e57098), sizes those of the products.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from engine.devices import Device
from engine.gguf import TENSOR_TYPES, Gguf, Tensor, ValueType

GIB = 1 << 30
CPU = Device("CPU", "AMD Ryzen 7 5800X 8-Core Processor", "cpu", "CPU", 32 * GIB, 24 * GIB)
BLAS = Device("BLAS", "OpenBLAS", "accelerator", "BLAS")
RTX_3060 = Device(
    "CUDA0", "NVIDIA GeForce RTX 3060", "gpu", "CUDA", 12 * GIB, 11 * GIB, "0000:0a:00.0"
)
RTX_3060_BY_VULKAN = Device(
    "Vulkan0", "NVIDIA GeForce RTX 3060", "gpu", "Vulkan", 12 * GIB, 11 * GIB, "0000:0a:00.0"
)
RTX_3050 = Device(
    "CUDA1", "NVIDIA GeForce RTX 3050", "gpu", "CUDA", 8 * GIB, 7 * GIB, "0000:0b:00.0"
)
GTX_1050 = Device(
    "Vulkan0", "NVIDIA GeForce GTX 1050", "gpu", "Vulkan", 2 * GIB, 17 * GIB // 10, "0000:01:00.0"
)
RADEON_780M = Device(
    "Vulkan0", "AMD Radeon 780M (RADV PHOENIX)", "igpu", "Vulkan", 24 * GIB, 20 * GIB, "0000:c1:0.0"
)
APPLE_M2 = Device("MTL0", "Apple M2", "gpu", "MTL", 10923 << 20, 10900 << 20)
SILENT = Device("Vulkan0", "Adreno 740", "gpu", "Vulkan")
REMOTE = Device("RPC0", "192.168.1.5:50052", "gpu", "RPC", 80 * GIB, 80 * GIB)


def seven_billion(*, tied: bool = False) -> Gguf:
    """The shape of Mistral 7B in Q4_K: 32 layers of 117 MiB, 4 KiB of cache a layer and token."""
    kind = next(one for one in TENSOR_TYPES.values() if one.name == "Q4_K")
    tensors: list[Tensor] = []

    def add(name: str, columns: int, rows: int) -> None:
        size = columns * rows // kind.block * kind.size
        tensors.append(Tensor(name, kind, (columns, rows), 0, size))

    add("token_embd.weight", 4096, 32_000)
    if not tied:
        add("output.weight", 4096, 32_000)
    for layer in range(32):
        for name, columns, rows in (
            ("attn_q", 4096, 4096),
            ("attn_k", 4096, 1024),
            ("attn_v", 4096, 1024),
            ("attn_output", 4096, 4096),
            ("ffn_gate", 4096, 14_336),
            ("ffn_up", 4096, 14_336),
            ("ffn_down", 14_336, 4096),
        ):
            add(f"blk.{layer}.{name}.weight", columns, rows)
    metadata = {
        "general.architecture": "llama",
        "llama.block_count": 32,
        "llama.embedding_length": 4096,
        "llama.feed_forward_length": 14_336,
        "llama.context_length": 32_768,
        "llama.attention.head_count": 32,
        "llama.attention.head_count_kv": 8,
        "llama.vocab_size": 32_000,
    }
    types = dict.fromkeys(metadata, ValueType.UINT32)
    return Gguf(
        Path("/models/seven.gguf"),
        3,
        sum(tensor.size for tensor in tensors),
        MappingProxyType(metadata),
        MappingProxyType(types),
        tuple(tensors),
    )
