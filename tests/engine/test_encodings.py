"""Which encoding bytes were saved in: whole texts, short ones, and what is no text."""

import random

import pytest

from engine.encodings import decoded, decoded_as, encoding_of

CHINESE = "羊驼的毛很暖和，\n适合高原的冬天。"
TAIWAN = "羊駝的毛很暖和，\n適合高原的冬天，牠們喜歡安靜的地方。"
JAPANESE = "アルパカの毛はとても暖かいです。\n高原の冬に適しています。"
FRENCH = "Très bien, la laine à côté du Forêt-Noire.\nÀ bientôt"
LONG_CHINESE = (
    "调试器可以在程序运行的时候查看变量的值，也可以让程序停在某一行。如果您想知道系统里安装了哪些软件包，"
    "请使用包管理器列出它们。每个软件包都有一个版本号，升级的时候会先下载新的版本，然后再替换旧的文件。"
    "用户的数据不会因为升级而丢失，但是最好还是先做备份。网络设置保存在一个文本文件里，修改之后要重新启动服务。"
    "打印机的驱动程序由志愿者维护，质量参差不齐；遇到问题时请先阅读文档，再到邮件列表里提问。"
)
LONG_TAIWAN = (
    "除錯器可以在程式執行的時候檢視變數的值，也可以讓程式停在某一行。如果您想知道系統裡安裝了哪些套件，"
    "請使用套件管理程式列出它們。每個套件都有一個版本號，升級的時候會先下載新的版本，然後再取代舊的檔案。"
    "使用者的資料不會因為升級而遺失，但是最好還是先做備份。網路設定保存在一個文字檔裡，修改之後要重新啟動服務。"
)
LONG_JAPANESE = (
    "デバッガを使うと、プログラムの実行中に変数の値を確認できます。パッケージの一覧を表示するには、"
    "パッケージマネージャを使用してください。アップグレードの前にバックアップを取ることをお勧めします。"
)
LONG_GERMAN = (
    "Die Größe der Datei wird geprüft, bevor sie geöffnet wird. Für ältere Geräte müssen Sie die "
    "Übersetzung auswählen – danach läuft alles wie gewöhnlich: „schön“, sagte Jürgen, kostet 5 €."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("plain", "ascii"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (CHINESE.replace("\n", ""), "utf-16-le"),
        (CHINESE.replace("\n", ""), "utf-16-be"),
        ("一二三，一共一百零一个。", "utf-16-le"),
        ("An English text of some length.\r\n", "utf-16-le"),
        ("An English text of some length.\r\n", "utf-16-be"),
        (TAIWAN, "big5"),
        (TAIWAN, "gb18030"),
        (TAIWAN, "utf-16-le"),
        (JAPANESE, "cp932"),
        (JAPANESE, "utf-16-be"),
        (FRENCH, "cp1252"),
        (LONG_GERMAN, "cp1252"),
        ("“Hello,” she said — it’s €5.", "cp1252"),
        ("España, ¿qué tal? ¡Olé! mañana", "cp1252"),
        ("ÉTÉ À LA PLAGE", "cp1252"),
        ("naïve", "cp1252"),
        ("你好", "gb18030"),
        ("价格", "gb18030"),
        ("您好", "big5"),
        ("一‧二～三￥" + TAIWAN, "cp950"),
        ("佢哋喺度嘅，" + TAIWAN, "big5hkscs"),
        ("├── 目录\n│   └── 说明\n" * 20 + "这里有三个文件。", "gb18030"),
    ],
)
def test_the_encoding_is_found(text, encoding):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LONG_CHINESE, "gb18030"),
        (LONG_TAIWAN, "big5"),
        (LONG_TAIWAN, "gb18030"),
        (LONG_JAPANESE, "cp932"),
    ],
)
def test_sixty_characters_are_enough(text, encoding):
    chance = random.Random(7)
    starts = [chance.randrange(len(text) - 60) for _ in range(60)]
    pieces = [text[start : start + 60] for start in starts]
    assert [piece for piece in pieces if decoded(piece.encode(encoding)) != piece] == []


def test_ten_characters_are_mostly_enough():
    pieces = [LONG_CHINESE[start : start + 10] for start in range(len(LONG_CHINESE) - 10)]
    right = sum(decoded(piece.encode("gb18030")) == piece for piece in pieces)
    assert right >= 0.95 * len(pieces)


def test_a_text_in_english_but_for_a_word_far_down():
    text = "Nothing to tell by.\n" * 50_000 + "价格：三百元，请查收。\n"
    assert decoded(text.encode("gb18030")) == text
    text = "x" * 3_000_000 + "价格：三百元，请查收。" + "y" * 3_000_000 + "\n谢谢您的来信。"
    assert decoded(text.encode("gb18030")) == text


def test_bytes_that_are_broken_cost_only_themselves():
    assert decoded("中文".encode() + b"\xff" + "中文".encode(), "?") == "中文?中文"
    assert decoded("中文".encode() + b"\xff" + "中文".encode()) == "中文\ufffd中文"
    broken = bytearray(f"{LONG_CHINESE}\n{LONG_CHINESE}".encode("gb18030"))
    broken[40] = 0xFF
    text = decoded(bytes(broken))
    assert text is not None
    assert text.splitlines()[1] == LONG_CHINESE


@pytest.mark.parametrize(
    ("said", "text", "encoding"),
    [
        ("GB2312", "羊驼𠮷", "gb18030"),
        ("Big5", "羊駝", "big5"),
        ("iso-8859-1", "“quoted”", "cp1252"),
        (" UTF-8 ", "羊驼", "utf-8"),
        ("Shift_JIS", "①髙", "cp932"),
        ("windows-1251", "лама", "cp1251"),
        ("koi8-r", "лама", "koi8-r"),
    ],
)
def test_encodings_are_what_files_mean_by_their_names(said, text, encoding):
    assert decoded_as(text.encode(encoding), said) == text


@pytest.mark.parametrize(
    "said", ["", "none-such", "punycode", "zlib", "unicode_escape", "idna", "hex"]
)
def test_names_that_no_file_has_are_not_believed(said):
    assert decoded_as(b"abc", said) is None


def test_a_wrong_name_is_found_out():
    assert decoded_as("羊驼".encode("gb18030"), "utf-8") is None


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\2\1\1\0\0\0\0",
        b"".join(number.to_bytes(4, "little") for number in range(1000)),
        random.Random(1).randbytes(5000),
        b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0",
    ],
)
def test_what_is_no_text_is_not_taken_for_one(data):
    assert decoded(data) is None
    assert encoding_of(data) is None


def test_signs_of_old_programs_make_no_text_unreadable():
    text = "Dear reader,\r\n" * 20 + "\x1a"
    assert decoded(text.encode()) == text
    assert decoded(b"") == ""
