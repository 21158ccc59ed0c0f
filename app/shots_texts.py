"""What is said in the chats of `app.shots`, in English and in Chinese."""

from __future__ import annotations

REPLIES = {
    "en": {
        "finished": "What can you help me with?",
        "code": "Write code for the mean of a list",
        "table": "Compare local and cloud in a table",
        "thinking": "Please think: what is 17 × 23?",
        "error": "Summarise this whole book",
        "crash": "Make the engine crash",
    },
    "zh_CN": {
        "finished": "开源模型和开放权重有什么区别？",
        "code": "写一段 code：求一组数的平均值",
        "table": "用 table 比较本地和云端",
        "thinking": "think：17 × 23 等于多少？",
        "error": "总结整本书",
        "crash": "让引擎 crash 一次",
    },
}
# Replies beside those of the demo: one that does not fit, and one slow enough to be caught.
ADDED = (
    {"match": "whole book", "text": "", "prefill_tokens": 48_213},
    {"match": "整本书", "text": "", "prefill_tokens": 48_213},
    {
        "match": "高原",
        "text": "**普纳**是安第斯山脉的高原草地，位于林线和雪线之间。"
        "那里白天阳光强烈，夜晚全年寒冷。\n\n"
        "- 大部分地面长满针茅草，一丛一丛，可以耐住干旱、霜冻和大风。\n"
        "- 小羊驼在野外成群生活；大羊驼和羊驼由牧民放养，提供毛、肉，也用来驮运货物。\n"
        "- 的的喀喀湖等高原湖泊是火烈鸟的家园，湖边还有许多水鸟筑巢。\n\n"
        "人们在这里生活了几千年。他们种植土豆和藜麦，利用夜里的严寒和白天的日照把土豆做成冻干，"
        "可以存放很多年；他们还在山坡上修筑梯田和水渠，让薄薄的土壤留住雨水，"
        "如今许多村庄仍然",
        "piece_delay": 0.04,
    },
    {
        "match": "grassland",
        "text": "The **puna** is the high grassland of the Andes, between the tree line and the "
        "snow. Its days are bright and its nights cold all year.\n\n- Ichu grass covers most of "
        "it.\n- Vicuñas live wild; llamas and alpacas are herded.\n- Its lakes, Titicaca among "
        "them, are home to flamingos.\n\nPeople have lived there for thousands of years, and",
        "piece_delay": 0.04,
    },
)

# Turns of a long chat: what is asked, and the last answer, with formulas.
LONG = {
    "en": (
        "Remind me of step {n}, please.",
        "Step {n}: write down what you know, and what you want to know.",
        "How is the mean of a sample spread? The notes are attached.",
        "The mean $\\bar{x}$ of $n$ values with variance $\\sigma^2$ has the variance\n\n"
        "$$\\operatorname{Var}(\\bar{x}) = \\frac{1}{n^2} \\sum_{i=1}^{n} \\operatorname{Var}(x_i)"
        " = \\frac{\\sigma^2}{n}$$\n\nso that its spread is $\\sigma / \\sqrt{n}$: four times the "
        "values, half the spread.",
        ("notes.txt", "The values were read every hour.\nTwo of them are missing.\n"),
        "Statistics, lesson by lesson",
    ),
    "zh_CN": (
        "请再讲一遍第 {n} 步。",
        "第 {n} 步：先写下已知条件，再写下要求的量。",
        "样本均值的离散程度是多少？笔记见附件。",
        "$n$ 个方差为 $\\sigma^2$ 的数值，其均值 $\\bar{x}$ 的方差为\n\n"
        "$$\\operatorname{Var}(\\bar{x}) = \\frac{1}{n^2} \\sum_{i=1}^{n} \\operatorname{Var}(x_i)"
        " = \\frac{\\sigma^2}{n}$$\n\n因此标准差为 $\\sigma / \\sqrt{n}$："
        "数值增加到四倍，离散程度减半。",
        ("笔记.txt", "每小时读取一次数值。\n其中缺了两个。\n"),
        "统计学，逐课学习",
    ),
}
