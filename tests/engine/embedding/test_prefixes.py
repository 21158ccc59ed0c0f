"""What known embedders want in front of a text."""

import pytest

from engine.embedding.prefixes import Prefixes, prefixes_of


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("Multilingual E5 Small", "query: ", "passage: "),
        ("e5-base-v2.Q8_0.gguf", "query: ", "passage: "),
        ("bge-small-zh-v1.5-f16.gguf", "为这个句子生成表示以用于检索相关文章：", ""),
        ("bge_base_en", "Represent this sentence for searching relevant passages: ", ""),
        ("bge-m3", "", ""),
        ("nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("EmbeddingGemma 300M", "task: search result | query: ", "title: none | text: "),
        ("snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("mxbai-embed-large-v1", "Represent this sentence for searching relevant passages: ", ""),
        ("all-MiniLM-L6-v2", "", ""),
        ("Tiny BERT 35", "", ""),
    ],
)
def test_families(name, query, passage):
    assert prefixes_of(name) == Prefixes(query, passage)


def test_instructions():
    assert prefixes_of("Qwen3-Embedding-0.6B").query.startswith("Instruct: Given a web search")
    assert prefixes_of("Qwen3 Embedding 0.6B").passage == ""
    assert prefixes_of("multilingual-e5-large-instruct").passage == ""
    assert "Instruct" in prefixes_of("multilingual-e5-large-instruct").query
