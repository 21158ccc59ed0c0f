"""What `bench_train.py` measures against: Trainer of Hugging Face with PEFT on the same rows.

Runs in an environment of its own, which has transformers, peft and accelerate. Prints a JSON line.

    python train_peer.py MODEL.gguf ROWS.json STEPS plain|grouped
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, Trainer, TrainerCallback, TrainingArguments

BATCH = 4
LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
IGNORED = -100


class Clock(TrainerCallback):
    """Processor seconds and tokens of all steps but the first."""

    def __init__(self) -> None:
        self.began = self.took = 0.0
        self.steps = 0

    def on_step_begin(self, *_, **__):
        if self.steps == 1:
            self.began = time.process_time()

    def on_step_end(self, *_, **__):
        self.steps += 1
        self.took = time.process_time() - self.began


class Collator:
    """Pads rows on the right, and counts the tokens that are no padding."""

    def __init__(self) -> None:
        self.counted: list[int] = []

    def __call__(self, rows):
        longest = max(len(row["input_ids"]) for row in rows)
        self.counted.append(sum(len(row["input_ids"]) for row in rows))

        def padded(name, filler):
            return torch.tensor([r[name] + [filler] * (longest - len(r[name])) for r in rows])

        ids = padded("input_ids", 0)
        seen = torch.tensor(
            [[1] * len(r["input_ids"]) + [0] * (longest - len(r["input_ids"])) for r in rows]
        )
        return {"input_ids": ids, "labels": padded("labels", IGNORED), "attention_mask": seen}


def main() -> None:
    path, rows, steps, order = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # as ours: else random weights take a hundred times as long
    torch.manual_seed(0)
    data = [
        {
            "input_ids": tokens,
            "labels": [
                token if learnt else IGNORED for token, learnt in zip(tokens, trained, strict=True)
            ],
        }
        for tokens, trained in json.loads(rows.read_text())
    ]
    began = time.process_time()
    model = AutoModelForCausalLM.from_pretrained(
        path.parent, gguf_file=path.name, dtype=torch.float32
    )
    loaded = time.process_time() - began
    # It is f32 by now; Trainer refuses what is still marked as packed.
    model.is_quantized = False
    config = LoraConfig(r=16, lora_alpha=32, target_modules=LINEARS, task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    clock, collator = Clock(), Collator()
    with tempfile.TemporaryDirectory() as folder:
        options = TrainingArguments(
            folder,
            per_device_train_batch_size=BATCH,
            max_steps=steps + 1,
            learning_rate=2e-4,
            use_cpu=True,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
            remove_unused_columns=False,
            **({"train_sampling_strategy": "group_by_length"} if order == "grouped" else {}),
        )
        trainer = Trainer(
            model=model,
            args=options,
            train_dataset=data,
            data_collator=collator,
            callbacks=[clock],
        )
        trainer.train()
    tokens = sum(collator.counted[1 : steps + 1])
    found = {"tokens_per_cpu_s": tokens / clock.took, "load_cpu_s": loaded}
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
