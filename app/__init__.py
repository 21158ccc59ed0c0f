"""The window: Qt widgets around the engine. Imports `engine`; nothing imports it.

`application` is the one place where everything is made and put together; `main_window` holds the
rail and the pages. `chat`, `settings`, `assistants` and `data` are parts that do not know each
other; `store_watch` tells what the disk allows, `instance` keeps one window to a home.

The way of a key press: `chat.composer` hears Enter and emits the text. `chat.panel` gives it to
`chat.session`, which has the store write the question and an empty reply, and only then asks
`chat.replies`, which gives one request to `Engine.chat`. The sink it passes along leads through
`engine.store.recorder`, which saves the text while it comes, to `bridge`.

The way back: engine, store and file work answer on their own threads. `bridge` is the one door
from there to Qt: they append to its deque, and a timer that runs only while something is awaited
empties it every 33 ms, the text of a reply joined. `chat.replies` turns events into the state of a
reply, `chat.session` passes on what belongs to the open chat, `chat.transcript` finds its card, and
`chat.body` renders the tail: the blocks that can still change, by `chat.tail` and `chat.markdown`.

No widget touches a file, the database or a model. `theme` and `stylesheet` hold the look, `errors`
words each engine error in the user's language, `language` switches it, `faults` shows what nobody
caught, `shots` takes pictures of all this for people to look at.
"""
