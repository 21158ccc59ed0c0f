"""Exports of other programs as they are written: ChatGPT, Open WebUI and LM Studio."""

import json

CHATGPT_ID = "6710c0de-0000-4a00-8000-00000000beef"


def chatgpt_node(key, parent, children, role=None, content=None, **message):
    """One node of a ChatGPT conversation; without a role one that holds no message."""
    if role is None:
        return {"id": key, "message": None, "parent": parent, "children": children}
    body = {
        "id": key,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": message.pop("create_time", 1700000000.123),
        "update_time": None,
        "content": content,
        "status": "finished_successfully",
        "end_turn": True,
        "weight": 1.0,
        "metadata": message.pop("metadata", {}),
        "recipient": message.pop("recipient", "all"),
        "channel": None,
    }
    return {"id": key, "message": body, "parent": parent, "children": children}


def said(*parts):
    return {"content_type": "text", "parts": list(parts)}


def chatgpt_conversation(*nodes, current, **fields):
    return {
        "title": "Leave for parents",
        "create_time": 1700000000.5,
        "update_time": 1700000900.25,
        "mapping": {node["id"]: node for node in nodes},
        "moderation_results": [],
        "current_node": current,
        "plugin_ids": None,
        "conversation_id": CHATGPT_ID,
        "id": CHATGPT_ID,
        "is_archived": False,
        "safe_urls": [],
        **fields,
    }


def chatgpt_with_branches():
    """A hidden system message, an answer in parts with thoughts and code, and a regeneration."""
    slug = {"model_slug": "gpt-5-thinking"}
    hidden = {"is_visually_hidden_from_conversation": True}
    output = {"content_type": "execution_output", "text": "16"}
    thoughts = {"summary": "Counting", "content": "The law gives sixteen.", "chunks": []}
    ran = {"content_type": "code", "language": "python", "text": "print(4 * 4)"}
    return chatgpt_conversation(
        chatgpt_node("root", None, ["sys"]),
        chatgpt_node("sys", "root", ["ask"], "system", said(""), metadata=hidden),
        chatgpt_node(
            "ask",
            "sys",
            ["think", "again"],
            "user",
            said("How many weeks?"),
            create_time=1700000001,
        ),
        chatgpt_node(
            "think",
            "ask",
            ["recap"],
            "assistant",
            {"content_type": "thoughts", "thoughts": [thoughts], "source_analysis_msg_id": "x"},
            metadata=slug,
        ),
        chatgpt_node(
            "recap",
            "think",
            ["run"],
            "assistant",
            {"content_type": "reasoning_recap", "content": "Thought for 8s"},
        ),
        chatgpt_node("run", "recap", ["out"], "assistant", ran, recipient="python"),
        chatgpt_node("out", "run", ["reply"], "tool", output),
        chatgpt_node(
            "reply",
            "out",
            [],
            "assistant",
            said("**16 weeks**\ue200cite\ue202turn0search1\ue201."),
            metadata=slug,
        ),
        chatgpt_node(
            "again", "ask", [], "assistant", said("Sixteen."), metadata={"model_slug": "gpt-4o"}
        ),
        current="reply",
    )


def chatgpt_with_pictures():
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-1"}
    made = {**picture, "metadata": {"dalle": {"prompt": "a llama on a puna"}}}
    voice = {"content_type": "audio_asset_pointer", "asset_pointer": "sediment://file-2"}
    spoken = {"content_type": "audio_transcription", "text": "And in the snow?"}
    attached = {
        "attachments": [
            {"id": "file-3", "name": "herd.csv", "mime_type": "text/csv"},
            {"id": "file-1", "name": "llama.png", "mime_type": "image/png"},
        ]
    }
    return chatgpt_conversation(
        chatgpt_node("root", None, ["ask"]),
        chatgpt_node(
            "ask",
            "root",
            ["tool"],
            "user",
            {"content_type": "multimodal_text", "parts": [picture, "Draw it again"]},
            metadata=attached,
        ),
        chatgpt_node(
            "tool", "ask", ["more"], "tool", {"content_type": "multimodal_text", "parts": [made]}
        ),
        chatgpt_node(
            "more",
            "tool",
            [],
            "user",
            {"content_type": "multimodal_text", "parts": [spoken, voice]},
        ),
        current="more",
        conversation_id="pictures",
        title=None,
    )


def open_webui_conversation(**fields):
    thought = (
        '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds'
        "</summary>\n> It is about llamas.\n> So be woolly.\n</details>\nLlamas hum."
    )
    notes = {"filename": "notes.txt", "data": {"content": "wool\nand milk"}}
    messages = {
        "u1": {
            "id": "u1",
            "parentId": None,
            "childrenIds": ["a1", "a2"],
            "role": "user",
            "content": "What do llamas do?",
            "files": [{"type": "file", "name": "notes.txt", "file": notes}],
            "timestamp": 1719000000,
            "models": ["llama3.2:3b"],
        },
        "a1": {
            "id": "a1",
            "parentId": "u1",
            "childrenIds": ["u2"],
            "role": "assistant",
            "content": thought,
            "model": "llama3.2:3b",
            "modelName": "Llama 3.2",
            "timestamp": 1719000005,
            "done": True,
        },
        "a2": {
            "id": "a2",
            "parentId": "u1",
            "childrenIds": [],
            "role": "assistant",
            "content": "They spit.",
            "model": "qwen3:4b",
            "timestamp": 1719000009,
        },
        "u2": {
            "id": "u2",
            "parentId": "a1",
            "childrenIds": [],
            "role": "user",
            "content": "谢谢",
            "timestamp": 1719000020,
        },
    }
    return {
        "id": "0b9c7d4e-owui",
        "user_id": "someone",
        "title": "🦙 Llamas",
        "chat": {
            "id": "",
            "title": "🦙 Llamas",
            "models": ["llama3.2:3b"],
            "params": {"system": "Be brief."},
            "history": {"messages": messages, "currentId": "u2"},
            "messages": [],
            "tags": [],
            "timestamp": 1719000000123,
        },
        "updated_at": 1719000021,
        "created_at": 1719000000,
        "archived": False,
        "pinned": True,
        **fields,
    }


def lm_studio_block(text, **fields):
    return {
        "type": "contentBlock",
        "stepIdentifier": "1719000005000-0.25",
        "content": [{"type": "text", "text": text, "tokensCount": 3}],
        "defaultShouldIncludeInContext": True,
        "shouldIncludeInContext": True,
        **fields,
    }


def lm_studio_conversation(**fields):
    thinking = lm_studio_block(
        "They want facts.", style={"type": "thinking", "ended": True}, prefix="<think>"
    )
    stored = {"type": "file", "fileIdentifier": "1719000000999 - wool.pdf", "fileType": "text/pdf"}

    def reply(*steps):
        return {
            "type": "multiStep",
            "role": "assistant",
            "senderInfo": {"senderName": "qwen/qwen3-4b"},
            "steps": [*steps, {"type": "debugInfoBlock", "debugInfo": "naming: 'prompt'"}],
        }

    def user(*content):
        return {"type": "singleStep", "role": "user", "content": list(content)}

    return {
        "name": "Wool",
        "pinned": False,
        "createdAt": 1719000000000,
        "preset": "",
        "tokenCount": 46,
        "userLastMessagedAt": 1719000100000,
        "assistantLastMessagedAt": 1719000200000,
        "systemPrompt": "Know all about wool.",
        "messages": [
            {
                "versions": [user({"type": "text", "text": "How warm is wool?"}, stored)],
                "currentlySelected": 0,
            },
            {
                "versions": [
                    reply(lm_studio_block("Warm.")),
                    reply(thinking, lm_studio_block("Very "), lm_studio_block("warm.")),
                ],
                "currentlySelected": 1,
            },
            {
                "versions": [user({"type": "text", "text": "And silk?"})],
                "currentlySelected": 0,
            },
        ],
        "usePerChatPredictionConfig": True,
        "lastUsedModel": {"identifier": "qwen/qwen3-4b"},
        **fields,
    }


def write_json_file(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return path
