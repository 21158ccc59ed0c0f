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


BAKERY = (
    (
        "My name is Ana and I run a small bakery in Lisbon. I want to sell more bread on "
        "weekdays. What could I try?"
    ),
    (
        "You could offer a weekday subscription: customers pay once a week and collect a fresh "
        "loaf every morning. You could also sell smaller loaves at a lower price, and work with "
        "two or three cafes near the bakery that buy bread every day. Begin with one of these, "
        "for four weeks, and write down what you sell each day."
    ),
    ("The subscription sounds good. How much should a week cost? A loaf is 3 euros in the shop."),
    (
        "Five loaves would cost 15 euros in the shop. Offer the week for 12.50 euros, so each "
        "loaf costs 2.50. That is enough of a discount to be noticed, and you know in the "
        "morning how many loaves you need, so less is thrown away. Ask for payment in advance "
        "on Sunday."
    ),
    ("How do I tell people about it without spending much money?"),
    (
        "Put a clear sign on the counter and in the window. Put a small card in every bag for "
        "two weeks. Ask your ten best customers in person. Write one short post with a photo on "
        "the page of your neighbourhood each Friday. All this costs less than 40 euros, mostly "
        "for printing the cards."
    ),
    ("Which bread should be in it? I make rye, sourdough and a white loaf with olive oil."),
    (
        "Let people choose between rye and sourdough, because both keep well for two days. "
        "Leave the white loaf with olive oil for the shop, as it is best on the same day. On "
        "Fridays you could give the subscribers a small white loaf as a present, which makes "
        "them come on Saturday, too."
    ),
    (
        "My oven is small, so I can bake at most 40 loaves each morning. Today I sell about 25. "
        "Is that a problem?"
    ),
    (
        "No. You have room for 15 more loaves each day. Accept at most 12 subscribers in the "
        "first month, so that there are some loaves left for people who come into the shop. If "
        "more people want it, keep a list and tell them when a place becomes free. A waiting "
        "list also makes people talk about your bread."
    ),
)
"""Turns of a user and an assistant, about 550 tokens in all."""


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
