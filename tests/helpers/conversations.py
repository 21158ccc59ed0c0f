"""Messages to look at: every kind of block, state and length, in English and in Chinese."""

from __future__ import annotations

from engine.errors import ModelRejected
from engine.messages import Stats
from engine.store.records import StoredMessage

ENGLISH = """\
New parents get **16 weeks** of paid leave, to be taken within the *first year*. The first six \
weeks are paid by the insurance, the rest by the company at full salary. See `leave.md` or \
[the handbook](https://example.org/handbook).

| Weeks | Paid by | Share |
|---|---|--:|
| 1 to 6 | Insurance | 100 % |
| 7 to 16 | Company | full salary |

The handbook does not say whether the weeks may be split.

1. Tell your manager two months ahead.
2. Fill in the form:
   - name and dates
   - [x] signature

> Leave must be taken within twelve months of the birth.
"""

CODE = """\
Here is a function that counts words:

```python
from collections import Counter

def count_words(text: str) -> Counter[str]:
    \"\"\"How often each word occurs in `text`.\"\"\"
    words = text.lower().split()
    return Counter(word.strip(".,;:!?") for word in words)  # 标点不算

print(count_words("To be, or not to be").most_common(3), len("a rather long line that has to wrap"))
```

It returns `[('to', 2), ('be', 2), ('or', 1)]`.
"""

CHINESE = """\
## 为什么选择开源模型

**注意：**请在本地运行模型。这样做有三个好处：

1. **隐私**：数据不会离开您的电脑；
2. **成本**：不按字数收费；
3. **自由**：可以自己微调。

| 模型 | 大小 | 许可 |
|---|--:|---|
| SmolLM2 135M | 98 MB | Apache-2.0 |
| Gemma 3 270M | 241 MB | 受限 |

> 开源不等于免费，请先阅读许可证。

```bash
puna chat -m starter -p "你好"  # 开始对话
```
"""

THINKING = """\
<think>
The user asks for a short reminder. It should name the number of weeks and the notice of two \
months, and be friendly.
</think>

Reminder: parental leave is 16 weeks, paid in full, within the first year. Please tell the \
people team two months ahead so that we can plan cover."""


def message(number: int, role: str, content: str, **more: object) -> StoredMessage:
    """A message of chat 1, answering the one before it."""
    return StoredMessage(number, 1, number - 1 or None, role, content, **more)  # type: ignore[arg-type]


def everything() -> list[StoredMessage]:
    """A conversation with every state a message can be in."""
    refused = ModelRejected("/models/qwen.gguf", "unknown architecture 'qwen9'").info()
    return [
        message(1, "user", "How many weeks of leave do new parents get, and who pays for it?"),
        message(2, "assistant", ENGLISH, reason="stop", stats=Stats(completion_tokens=120)),
        message(3, "user", "Count the words of a text in Python.\nKeep it short."),
        message(4, "assistant", CODE, reason="stop"),
        message(5, "user", "为什么选择开源模型？"),
        message(6, "assistant", CHINESE, reason="length"),
        message(7, "user", "Try the new model."),
        message(8, "assistant", "", state="failed", error=refused),
        message(9, "user", "Write a short reminder for the team channel."),
        message(10, "assistant", THINKING, state="streaming"),
    ]
