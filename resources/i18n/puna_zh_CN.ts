<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AdapterFields</name>
    <message>
        <source>Add an adapter</source>
        <translation>添加适配器</translation>
    </message>
    <message>
        <source>{name}, made for {base}, rank {rank}, {size}</source>
        <translation>{name}，适用于 {base}，秩 {rank}，{size}</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件添加…</translation>
    </message>
    <message>
        <source>LoRA adapters (*.gguf)</source>
        <translation>LoRA 适配器 (*.gguf)</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
</context>
<context>
    <name>AdapterReasons</name>
    <message>
        <source>a model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>a projector for pictures or sound, a part of another model</source>
        <translation>图像或声音的投影器（另一模型的一部分）</translation>
    </message>
    <message>
        <source>an importance matrix, made for quantising a model</source>
        <translation>用于量化模型的重要性矩阵</translation>
    </message>
    <message>
        <source>it is of the type {type}, not LoRA</source>
        <translation>其类型是 {type}，而不是 LoRA</translation>
    </message>
    <message>
        <source>it is {kind}, not an adapter</source>
        <translation>它是{kind}，不是适配器</translation>
    </message>
    <message>
        <source>it does not say that it is an adapter</source>
        <translation>文件未标明自己是适配器</translation>
    </message>
    <message>
        <source>it does not say for which architecture it was made</source>
        <translation>文件未标明适用于哪种架构</translation>
    </message>
    <message>
        <source>there is nothing in it</source>
        <translation>其中没有内容</translation>
    </message>
    <message>
        <source>it acts only after certain words (an activated LoRA)</source>
        <translation>它只在特定词语之后才起作用（激活式 LoRA）</translation>
    </message>
    <message>
        <source>its chat template is too long</source>
        <translation>其对话模板过长</translation>
    </message>
    <message>
        <source>it contains {name}, which is not part of a pair of matrices</source>
        <translation>其中的 {name} 不属于任何一对矩阵</translation>
    </message>
    <message>
        <source>{name} has the format {type}</source>
        <translation>{name} 的格式为 {type}</translation>
    </message>
    <message>
        <source>{name} contains a value that is not a number or far too large</source>
        <translation>{name} 含有无效或过大的数值</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>it is for {wanted}, and this model is {found}</source>
        <translation>它适用于 {wanted}，而此模型是 {found}</translation>
    </message>
    <message>
        <source>it was trained on another file of this model</source>
        <translation>它是用此模型的另一个文件训练的</translation>
    </message>
    <message>
        <source>it changes {name}, which this model does not have</source>
        <translation>它要修改 {name}，而此模型没有这一部分</translation>
    </message>
    <message>
        <source>it changes {name}, which is not a matrix</source>
        <translation>它要修改的 {name} 不是矩阵</translation>
    </message>
    <message>
        <source>it changes {name}, which has the format {type}</source>
        <translation>它要修改的 {name} 的格式为 {type}</translation>
    </message>
    <message>
        <source>it changes {name}, which is the output of this model as well</source>
        <translation>它要修改的 {name} 同时也是此模型的输出层</translation>
    </message>
    <message>
        <source>the shape of {name} is {found}; {wanted} was expected</source>
        <translation>{name} 的形状为 {found}，应为 {wanted}</translation>
    </message>
    <message>
        <source>it takes {n} MiB of memory</source>
        <translation>它需要 {n} MiB 内存</translation>
    </message>
    <message>
        <source>its alpha is not a number in single precision</source>
        <translation>其 alpha 不是单精度数值</translation>
    </message>
    <message>
        <source>its alpha is {value}</source>
        <translation>其 alpha 为 {value}</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <source>with it, the model computes invalid numbers</source>
        <translation>使用它时，模型会算出无效的数值</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>no file can have this name</source>
        <translation>文件不能使用这个名称</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>它不是普通文件</translation>
    </message>
    <message>
        <source>it does not begin with GGUF, so it is another kind of file</source>
        <translation>开头不是 GGUF，因此是其他类型的文件</translation>
    </message>
    <message>
        <source>the file ends too soon ({n} bytes are missing)</source>
        <translation>文件不完整（缺少 {n} 字节）</translation>
    </message>
    <message>
        <source>the header is longer than {n} bytes</source>
        <translation>文件头超过 {n} 字节</translation>
    </message>
    <message>
        <source>a text has {n} bytes; at most {most} are possible</source>
        <translation>一段文本有 {n} 字节，最多允许 {most} 字节</translation>
    </message>
    <message>
        <source>it has more than {n} bytes of text</source>
        <translation>文本超过 {n} 字节</translation>
    </message>
    <message>
        <source>a text is not valid UTF-8</source>
        <translation>一段文本不是有效的 UTF-8</translation>
    </message>
    <message>
        <source>it cannot be read: {reason}</source>
        <translation>无法读取：{reason}</translation>
    </message>
    <message>
        <source>it became shorter while it was read</source>
        <translation>读取时文件变短了</translation>
    </message>
    <message>
        <source>it changed while it was opened</source>
        <translation>打开时文件发生了变化</translation>
    </message>
    <message>
        <source>{part}: {reason}</source>
        <translation>{part}：{reason}</translation>
    </message>
</context>
<context>
    <name>AdapterRow</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Scale of {name}</source>
        <translation>{name} 的强度</translation>
    </message>
    <message>
        <source>Scale of {name}, as a number</source>
        <translation>{name} 的强度（数值）</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
</context>
<context>
    <name>AssistantEditor</name>
    <message>
        <source>Edit the assistant</source>
        <translation>编辑助手</translation>
    </message>
    <message>
        <source>New assistant</source>
        <translation>新建助手</translation>
    </message>
    <message>
        <source>For example: Proofreader</source>
        <translation>例如：校对员</translation>
    </message>
    <message>
        <source>For example: Corrects English texts</source>
        <translation>例如：修改英文文章</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it is good for</source>
        <translation>用途</translation>
    </message>
</context>
<context>
    <name>AssistantsPage</name>
    <message>
        <source>Assistants</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>An assistant is a way to chat that is set up once: its instructions, its model, how it writes. Choose one when you begin a chat.</source>
        <translation>助手是预先设置好的对话方式：指令、模型和生成方式只需设置一次，开始对话时选用即可。</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>暂无内容。</translation>
    </message>
</context>
<context>
    <name>BackupsSection</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>暂无备份。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Puna keeps copies of all chats by itself: every half hour in which something changed, and when it is closed. Older ones are thinned out.</source>
        <translation>Puna 会自动备份全部对话：有改动时每半小时一次，关闭时也会备份。较早的备份会逐步精简。</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>正在备份…</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>已完成。</translation>
    </message>
    <message>
        <source>cannot be read · {size}</source>
        <translation>无法读取 · {size}</translation>
    </message>
    <message>
        <source>1 chat · {size}</source>
        <translation>1 个对话 · {size}</translation>
    </message>
    <message>
        <source>{chats} chats · {size}</source>
        <translation>{chats} 个对话 · {size}</translation>
    </message>
    <message>
        <source>before an upgrade of Puna</source>
        <translation>Puna 升级前</translation>
    </message>
    <message>
        <source>what was here before a backup was restored</source>
        <translation>恢复备份前的内容</translation>
    </message>
    <message>
        <source>{title}. {text} {advice}</source>
        <translation>{title}。{text}{advice}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>{title}. {text} {advice}</source>
        <translation>{title}。{text}{advice}</translation>
    </message>
</context>
<context>
    <name>BiasFields</name>
    <message>
        <source>Add a word</source>
        <translation>添加词语</translation>
    </message>
    <message>
        <source>Below 0 the word is used less, above 0 more. For most models a word after a space is a different word, so type the space too. # and a number mean the token of that number.</source>
        <translation>小于 0 时少用该词，大于 0 时多用。对多数模型来说，空格后的词是另一个词，因此空格也要输入。# 加数字表示该编号的词元。</translation>
    </message>
</context>
<context>
    <name>BiasRow</name>
    <message>
        <source>A word</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>Word to favour or avoid</source>
        <translation>要多用或避免的词语</translation>
    </message>
    <message>
        <source>never</source>
        <translation>禁用</translation>
    </message>
    <message>
        <source>How much more or less</source>
        <translation>多用或少用的程度</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>CardActions</name>
    <message>
        <source>{index} / {count}</source>
        <translation>{index} / {count}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Teach this</source>
        <translation>教它这样答</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Details of the reply</source>
        <translation>回复详情</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>CardDocuments</name>
    <message>
        <source>Found on {page}: {file}</source>
        <translation>在{page}找到：{file}</translation>
    </message>
</context>
<context>
    <name>CardNote</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>This text was changed on the disk: it is not as it was written. A backup may have it whole.</source>
        <translation>这段文字在磁盘上被改动过，与写入时不同。备份中可能有完好的内容。</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Length limit reached</source>
        <translation>已达到长度上限</translation>
    </message>
    <message>
        <source>Context is full</source>
        <translation>上下文已满</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>ChatDelegate</name>
    <message>
        <source>Name of the chat</source>
        <translation>对话名称</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Trash ({count})</source>
        <translation>回收站（{count}）</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>ChatMenu</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>{count} chats</source>
        <translation>{count} 个对话</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Remove the folder, keep its chats</source>
        <translation>移除文件夹，保留其中的对话</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移动到</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>不放入文件夹</translation>
    </message>
</context>
<context>
    <name>ChatModel</name>
    <message>
        <source>Temporary: gone when Puna closes</source>
        <translation>临时：关闭 Puna 后消失</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Folder {name}, closed. Chats: {count}</source>
        <translation>文件夹“{name}”，已收起。对话数：{count}</translation>
    </message>
    <message>
        <source>Folder {name}, open. Chats: {count}</source>
        <translation>文件夹“{name}”，已展开。对话数：{count}</translation>
    </message>
    <message>
        <source>These chats are kept in memory only. They are gone when Puna closes.</source>
        <translation>这些对话只保存在内存中，关闭 Puna 后就会消失。</translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Reply failed</source>
        <translation>回复失败</translation>
    </message>
    <message>
        <source>Reply finished</source>
        <translation>回复完成</translation>
    </message>
</context>
<context>
    <name>ChatSetupDialog</name>
    <message>
        <source>Settings of this chat</source>
        <translation>此对话的设置</translation>
    </message>
    <message>
        <source>This chat was begun with “{assistant}”. What you change here holds for this chat only.</source>
        <translation>此对话由助手“{assistant}”开始。此处的更改只对此对话有效。</translation>
    </message>
    <message>
        <source>What you change here holds for this chat only.</source>
        <translation>此处的更改只对此对话有效。</translation>
    </message>
    <message>
        <source>As in Settings</source>
        <translation>恢复为全局设置</translation>
    </message>
    <message>
        <source>Let this chat follow the settings of Puna again</source>
        <translation>让此对话重新采用 Puna 的全局设置</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Chats</source>
        <translation>对话列表</translation>
    </message>
</context>
<context>
    <name>ChatsDialog</name>
    <message>
        <source>Learn from chats</source>
        <translation>从对话中学习</translation>
    </message>
    <message>
        <source>Every reply on the path you see becomes an example. Where you edited a reply or preferred another version, that one counts.</source>
        <translation>您看到的那条对话路径上的每条回复都会成为一条示例。编辑过的或选用的其他版本，以该版本为准。</translation>
    </message>
    <message>
        <source>Filter by title</source>
        <translation>按标题筛选</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>There are no chats yet.</source>
        <translation>还没有对话。</translation>
    </message>
    <message>
        <source>Only replies that I edited or preferred to another</source>
        <translation>只用我编辑过的或选用的回复</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>Use 1 chat</source>
        <translation>使用 1 个对话</translation>
    </message>
    <message>
        <source>Use {n} chats</source>
        <translation>使用 {n} 个对话</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Choose a model first: each reads it another way.</source>
        <translation>请先选择模型：每个模型的读法不同。</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Answers to learn</source>
        <translation>要学的回答</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Tokens learnt</source>
        <translation>学习的词元</translation>
    </message>
    <message>
        <source>{name}: {form}</source>
        <translation>{name}：{form}</translation>
    </message>
    <message>
        <source>1 row cannot be used and is left out.</source>
        <translation>有 1 行无法使用，已略去。</translation>
    </message>
    <message>
        <source>{n} rows cannot be used and are left out.</source>
        <translation>有 {n} 行无法使用，已略去。</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>1 example is not written to its end.</source>
        <translation>有 1 条示例还没写完。</translation>
    </message>
    <message>
        <source>{n} examples are not written to their end.</source>
        <translation>有 {n} 条示例还没写完。</translation>
    </message>
    <message>
        <source>Remove them</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>1 example repeats an earlier one.</source>
        <translation>有 1 条示例与前面的重复。</translation>
    </message>
    <message>
        <source>{n} examples repeat earlier ones.</source>
        <translation>有 {n} 条示例与前面的重复。</translation>
    </message>
    <message>
        <source>Found: {kinds}. A model that learns them may tell them to anybody.</source>
        <translation>发现：{kinds}。学过的模型可能会把它们告诉任何人。</translation>
    </message>
    <message>
        <source>Mask them…</source>
        <translation>遮盖…</translation>
    </message>
    <message>
        <source>The template of the model refuses 1 example.</source>
        <translation>模型的模板拒绝了 1 条示例。</translation>
    </message>
    <message>
        <source>The template of the model refuses {n} examples.</source>
        <translation>模型的模板拒绝了 {n} 条示例。</translation>
    </message>
    <message>
        <source>These look like facts that may change. Training teaches a tone, a form or a task well. Facts are better given to the chat as a file, which it can quote.</source>
        <translation>这些看起来是可能变化的事实。训练适合教语气、格式或任务；事实最好以文件的形式交给对话，它可以引用。</translation>
    </message>
    <message>
        <source>Of pairs of answers, the preferred one is learnt, and the other is not.</source>
        <translation>成对的回答中，只学习更好的那个，另一个不学。</translation>
    </message>
    <message>
        <source>The model has no chat template of its own: a plain one is used, and travels in the adapter.</source>
        <translation>这个模型没有自己的聊天模板：使用一个简单的模板，并随适配器一起保存。</translation>
    </message>
    <message>
        <source>These are few examples: the model will learn how they sound, not more.</source>
        <translation>示例不多：模型只能学到它们的口吻。</translation>
    </message>
    <message>
        <source>Looking through the examples…</source>
        <translation>正在查看示例…</translation>
    </message>
    <message>
        <source>Nothing is wrong with these examples.</source>
        <translation>这些示例没有问题。</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示 {name}</translation>
    </message>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}，{size}</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>隐藏 {name}</translation>
    </message>
</context>
<context>
    <name>ChoicePage</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Every setting</source>
        <translation>全部设置</translation>
    </message>
    <message>
        <source>Examples to judge by</source>
        <translation>用于评估的示例</translation>
    </message>
    <message>
        <source>Without them</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>1 example of {name}: it tells whether the model got better.</source>
        <translation>{name} 中的 1 条示例：用来判断模型是否变好。</translation>
    </message>
    <message>
        <source>{n} examples of {name}: they tell whether the model got better.</source>
        <translation>{name} 中的 {n} 条示例：用来判断模型是否变好。</translation>
    </message>
    <message>
        <source>Automatic: from 200 examples on, some are kept aside for that.</source>
        <translation>自动：示例达到 200 条时，会留出一部分来评估。</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>No model here can be taught yet. Get one on the page of models.</source>
        <translation>这里还没有可以训练的模型。请到“模型”页获取一个。</translation>
    </message>
    <message>
        <source>1 other model here is of a kind that cannot be taught.</source>
        <translation>这里另有 1 个模型属于无法训练的类型。</translation>
    </message>
    <message>
        <source>{n} other models here are of kinds that cannot be taught.</source>
        <translation>这里另有 {n} 个模型属于无法训练的类型。</translation>
    </message>
    <message>
        <source>My first run</source>
        <translation>我的第一次训练</translation>
    </message>
    <message>
        <source>How to train</source>
        <translation>如何训练</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What is taught</source>
        <translation>训练对象</translation>
    </message>
    <message>
        <source>Name of the result</source>
        <translation>结果的名称</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>训练多少</translation>
    </message>
    <message>
        <source>What it will take</source>
        <translation>需要多少时间和内存</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>To see whether the examples lead anywhere. Often enough for a tone.</source>
        <translation>看看这些示例有没有效果。学语气往往已经够用。</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Sees each example several times. Right for most.</source>
        <translation>每条示例看几遍。适合多数情况。</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>彻底</translation>
    </message>
    <message>
        <source>All of the model learns, for longer. Best with hundreds of examples.</source>
        <translation>整个模型都参与学习，时间更长。适合有几百条示例时。</translation>
    </message>
</context>
<context>
    <name>CitationWords</name>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>CollectionHeader</name>
    <message>
        <source>Ask these documents</source>
        <translation>向这些文档提问</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>{n} could not be read</source>
        <translation>{n} 个无法读取</translation>
    </message>
    <message>
        <source>Nothing in it can be asked yet.</source>
        <translation>其中尚无可提问的内容。</translation>
    </message>
</context>
<context>
    <name>CollectionPage</name>
    <message>
        <source>comes with Puna</source>
        <translation>Puna 自带</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>Import from a file</source>
        <translation>从文件导入</translation>
    </message>
    <message>
        <source>Export to a file</source>
        <translation>导出到文件</translation>
    </message>
</context>
<context>
    <name>CollectionPane</name>
    <message>
        <source>Collections</source>
        <translation>文档集</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>新建文档集…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>查找更改</translation>
    </message>
    <message>
        <source>Read everything again</source>
        <translation>全部重新读取</translation>
    </message>
    <message>
        <source>Remove the collection</source>
        <translation>移除文档集</translation>
    </message>
</context>
<context>
    <name>CollectionView</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Try a question</source>
        <translation>试查问题</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>ColumnsPage</name>
    <message>
        <source>Use these columns</source>
        <translation>使用这些列</translation>
    </message>
    <message>
        <source>Another source</source>
        <translation>换一个来源</translation>
    </message>
    <message>
        <source>Which column is which in {name}?</source>
        <translation>{name} 中各列是什么？</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>One column is chosen twice.</source>
        <translation>同一列选了两次。</translation>
    </message>
    <message>
        <source>Without questions the answers are learnt as plain texts.</source>
        <translation>没有问题列时，回答会作为纯文本来学习。</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What a person says to the model.</source>
        <translation>人对模型说的话。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>What the model should say: this is learnt.</source>
        <translation>模型应该说的话：要学的就是它。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>What stands before the conversation, where the table has it.</source>
        <translation>对话之前的内容，表格中有时才选。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>CompareCard</name>
    <message>
        <source>Compare answers</source>
        <translation>比较回答</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Before and after, on examples it has not seen</source>
        <translation>训练前后对比：未见过的示例</translation>
    </message>
    <message>
        <source>Before and after, on examples it learnt</source>
        <translation>训练前后对比：学过的示例</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>再次比较</translation>
    </message>
    <message>
        <source>The model alone and the model with this adapter answer the same questions.</source>
        <translation>用同样的问题，分别让模型本身和加上此适配器的模型回答。</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Model alone</source>
        <translation>仅模型</translation>
    </message>
    <message>
        <source>With the adapter</source>
        <translation>加上适配器</translation>
    </message>
    <message>
        <source>Expected: {answer}</source>
        <translation>期望：{answer}</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>输入消息</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附加</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>附加文本文件</translation>
    </message>
    <message>
        <source>Write a message, or / for a snippet</source>
        <translation>输入消息，或用 / 插入常用语</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>向你的文档提问</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop  Esc</source>
        <translation>停止  Esc</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>停止回复</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>The files are being read. Send again in a moment.</source>
        <translation>正在读取文件，请稍后再发送。</translation>
    </message>
    <message>
        <source>A reply is being written. Stop it with Esc, or send when it ends.</source>
        <translation>正在生成回复。可按 Esc 停止，或等它结束后再发送。</translation>
    </message>
    <message>
        <source>Enter sends · Shift+Enter starts a new line</source>
        <translation>Enter 发送 · Shift+Enter 换行</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context: what the model sees</source>
        <translation>上下文：模型看到的内容</translation>
    </message>
</context>
<context>
    <name>ContextChooser</name>
    <message>
        <source>For</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Short chats</source>
        <translation>短对话</translation>
    </message>
    <message>
        <source>Long documents</source>
        <translation>长文档</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Context size</source>
        <translation>上下文大小</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
</context>
<context>
    <name>ContextWords</name>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>您的消息</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Too long by 1 token</source>
        <translation>超出 1 个词元</translation>
    </message>
    <message>
        <source>You will be asked what to do when you send.</source>
        <translation>发送时会询问您如何处理。</translation>
    </message>
    <message>
        <source>The oldest turns will be left out.</source>
        <translation>最早的几轮对话将被略去。</translation>
    </message>
    <message>
        <source>The oldest turns will be summarised first.</source>
        <translation>将先概括最早的几轮对话。</translation>
    </message>
    <message>
        <source>{n} tokens have been read already; {new} are new.</source>
        <translation>已读取 {n} 个词元，新增 {new} 个。</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}：{count}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{text}.</source>
        <translation>{text}。</translation>
    </message>
    <message>
        <source>Too long by {n} tokens</source>
        <translation>超出 {n} 个词元</translation>
    </message>
    <message>
        <source>Nearly full: {n} of {room} tokens left</source>
        <translation>即将用满：{room} 个词元还剩 {n} 个</translation>
    </message>
    <message>
        <source>{n} of {room} tokens · {percent} % full</source>
        <translation>{n} / {room} 个词元 · 已用 {percent}%</translation>
    </message>
    <message>
        <source>The model has room for {n} tokens now. It grows when it is needed.</source>
        <translation>模型目前可容纳 {n} 个词元，需要时会自动增大。</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>剩余</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>No step was made yet.</source>
        <translation>还没有走出第一步。</translation>
    </message>
    <message>
        <source>Training loss {loss} after step {step}.</source>
        <translation>第 {step} 步之后，训练损失为 {loss}。</translation>
    </message>
    <message>
        <source>Loss on unseen examples {loss}.</source>
        <translation>未见示例上的损失为 {loss}。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>unseen examples</source>
        <translation>未见示例</translation>
    </message>
    <message>
        <source>Curves of the run</source>
        <translation>本次训练的曲线</translation>
    </message>
</context>
<context>
    <name>CutMark</name>
    <message>
        <source>A summary written by the model. It sees this instead.</source>
        <translation>由模型写成的摘要。模型看到的是摘要，而不是原文。</translation>
    </message>
    <message>
        <source>The model no longer sees the message above</source>
        <translation>模型不再看到上面的消息</translation>
    </message>
    <message>
        <source>The model no longer sees the {n} messages above</source>
        <translation>模型不再看到上面的 {n} 条消息</translation>
    </message>
    <message>
        <source>Hide the summary</source>
        <translation>隐藏摘要</translation>
    </message>
    <message>
        <source>Show the summary</source>
        <translation>显示摘要</translation>
    </message>
    <message>
        <source>Instead it sees this summary: {text}</source>
        <translation>它看到的是这份摘要：{text}</translation>
    </message>
</context>
<context>
    <name>DamageDialog</name>
    <message>
        <source>Damage to your chats</source>
        <translation>对话损坏情况</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>1 message was repaired.</source>
        <translation>已修复 1 条消息。</translation>
    </message>
    <message>
        <source>{n} messages were repaired.</source>
        <translation>已修复 {n} 条消息。</translation>
    </message>
    <message>
        <source>Still damaged: {n}. They stay in their chats as they are.</source>
        <translation>仍有 {n} 条损坏，它们会原样留在对话中。</translation>
    </message>
    <message>
        <source>Puna was not closed the last time, so your chats were checked.</source>
        <translation>Puna 上次没有正常关闭，因此检查了您的对话。</translation>
    </message>
    <message>
        <source>The file that holds your chats has faults. Chats that can be read can be exported; then restore a backup from before.</source>
        <translation>保存对话的文件存在错误。请先导出还能读取的对话，再恢复之前的备份。</translation>
    </message>
    <message>
        <source>Messages whose text the disk has changed: {n}</source>
        <translation>文字在磁盘上被改动的消息：{n} 条</translation>
    </message>
    <message>
        <source>a chat without a title</source>
        <translation>无标题的对话</translation>
    </message>
    <message>
        <source>{title}: {n}</source>
        <translation>{title}：{n}</translation>
    </message>
    <message>
        <source>Backups have all of them as they were written.</source>
        <translation>备份中有它们全部的原文。</translation>
    </message>
    <message>
        <source>Backups have {n} of them as they were written.</source>
        <translation>备份中有其中 {n} 条的原文。</translation>
    </message>
    <message>
        <source>No backup has them as they were written.</source>
        <translation>备份中没有它们的原文。</translation>
    </message>
</context>
<context>
    <name>DataNotices</name>
    <message>
        <source>Some of your chats are damaged</source>
        <translation>部分对话已损坏</translation>
    </message>
    <message>
        <source>Puna was not closed the last time, and the check found faults.</source>
        <translation>Puna 上次没有正常关闭，检查发现了错误。</translation>
    </message>
    <message>
        <source>See what can be done…</source>
        <translation>查看解决办法…</translation>
    </message>
    <message>
        <source>No backup could be made</source>
        <translation>无法备份</translation>
    </message>
    <message>
        <source>Erased chats are still in a backup</source>
        <translation>备份中仍有已彻底删除的对话</translation>
    </message>
    <message>
        <source>It is tried again at the next start.</source>
        <translation>下次启动时会再次尝试。</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>Chats, settings and models are kept in this folder.</source>
        <translation>对话、设置和模型都保存在此文件夹中。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>From ChatGPT, Open WebUI, LM Studio or another Puna.</source>
        <translation>来自 ChatGPT、Open WebUI、LM Studio 或其他电脑上的 Puna。</translation>
    </message>
    <message>
        <source>Export chats</source>
        <translation>导出对话</translation>
    </message>
    <message>
        <source>As Markdown to read, or as JSON to import again.</source>
        <translation>可导出为便于阅读的 Markdown，或可再次导入的 JSON。</translation>
    </message>
    <message>
        <source>Another computer</source>
        <translation>其他电脑</translation>
    </message>
    <message>
        <source>Move or back up</source>
        <translation>迁移或备份</translation>
    </message>
    <message>
        <source>Everything in one file, with the models if you like.</source>
        <translation>将全部内容存成一个文件，可选择是否包含模型。</translation>
    </message>
    <message>
        <source>Open a backup file</source>
        <translation>打开备份文件</translation>
    </message>
    <message>
        <source>Adds what is in it to what is here. Nothing is replaced.</source>
        <translation>将其中的内容添加到现有内容中，不会替换任何内容。</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
</context>
<context>
    <name>DefaultsForm</name>
    <message>
        <source>With the adapter that came with Puna</source>
        <translation>使用 Puna 自带的适配器</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>Automatic: what suits the model</source>
        <translation>自动：适合该模型的数值</translation>
    </message>
    <message>
        <source>The one in the file</source>
        <translation>文件自带的模板</translation>
    </message>
    <message>
        <source>A Jinja template that takes the place of the one in the file. A wrong one makes replies worse without a word; empty it to be safe.</source>
        <translation>用一个 Jinja 模板代替文件自带的模板。模板有误时，回复会悄悄变差；不确定就留空。</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Told to the model before each new conversation.</source>
        <translation>在每段新对话之前告诉模型。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>How replies are written</source>
        <translation>怎样写回复</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>您自己的</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Details of the reply</source>
        <translation>回复详情</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>{read}, {n} of them known from before</source>
        <translation>{read}，其中 {n} 个已有缓存</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>{n} tokens/s</source>
        <translation>{n} 词元/秒</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个词元</translation>
    </message>
    <message>
        <source>after {n} s</source>
        <translation>{n} 秒后</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation>推测解码</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>略去</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束原因</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{right} of {tried} guessed tokens were right ({n} %)</source>
        <translation>推测了 {tried} 个词元，其中 {right} 个正确（{n}%）</translation>
    </message>
    <message>
        <source>the oldest message, replaced by a summary</source>
        <translation>最早的 1 条消息，改用摘要</translation>
    </message>
    <message>
        <source>the oldest message</source>
        <translation>最早的 1 条消息</translation>
    </message>
    <message>
        <source>the {n} oldest messages, replaced by a summary</source>
        <translation>最早的 {n} 条消息，改用摘要</translation>
    </message>
    <message>
        <source>the {n} oldest messages</source>
        <translation>最早的 {n} 条消息</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>cache in {type}</source>
        <translation>{type} 缓存</translation>
    </message>
    <message>
        <source>with flash attention</source>
        <translation>使用 Flash Attention</translation>
    </message>
    <message>
        <source>without flash attention</source>
        <translation>不使用 Flash Attention</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>计算方式</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>JSON (schema)</source>
        <translation>JSON（Schema）</translation>
    </message>
    <message>
        <source>Grammar (GBNF)</source>
        <translation>语法（GBNF）</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>自然结束</translation>
    </message>
    <message>
        <source>at the length limit</source>
        <translation>达到长度上限</translation>
    </message>
    <message>
        <source>because the context is full</source>
        <translation>上下文已满</translation>
    </message>
    <message>
        <source>because it was stopped</source>
        <translation>已被停止</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Summarise this document</source>
        <translation>总结这份文档</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Ask it no more</source>
        <translation>不再询问它</translation>
    </message>
    <message>
        <source>Ask {name} no more</source>
        <translation>不再询问 {name}</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents this chat asks</source>
        <translation>这个对话询问的文档</translation>
    </message>
</context>
<context>
    <name>DocumentReasons</name>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The other files are not affected. Correct this one, then read it again.</source>
        <translation>其他文件不受影响。请修正此文件，然后重新读取。</translation>
    </message>
    <message>
        <source>This file cannot be read</source>
        <translation>无法读取此文件</translation>
    </message>
    <message>
        <source>Not there any more</source>
        <translation>文件已不存在</translation>
    </message>
    <message>
        <source>Changed while it was read</source>
        <translation>读取时被更改</translation>
    </message>
    <message>
        <source>Not a format Puna reads</source>
        <translation>Puna 不支持的格式</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>No text: scanned pages</source>
        <translation>没有文字：扫描页</translation>
    </message>
    <message>
        <source>Locked with a password</source>
        <translation>有密码保护</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Too many pages</source>
        <translation>页数过多</translation>
    </message>
    <message>
        <source>Unpacks to far too much</source>
        <translation>解压后过大</translation>
    </message>
    <message>
        <source>Took too long to read</source>
        <translation>读取用时过长</translation>
    </message>
    <message>
        <source>Needed too much memory</source>
        <translation>所需内存过多</translation>
    </message>
    <message>
        <source>Ended the reader</source>
        <translation>使读取进程中止</translation>
    </message>
    <message>
        <source>No such page</source>
        <translation>没有这一页</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
    <message>
        <source>Put it back where it was, then read it again. Or remove it here.</source>
        <translation>请将它放回原处，然后重新读取；或在此处移除它。</translation>
    </message>
    <message>
        <source>{path} was changed while it was read.</source>
        <translation>{path} 在读取时被更改。</translation>
    </message>
    <message>
        <source>Read it again once nothing writes to it.</source>
        <translation>待没有程序写入它时再重新读取。</translation>
    </message>
    <message>
        <source>{path} has no format that Puna reads.</source>
        <translation>Puna 不支持 {path} 的格式。</translation>
    </message>
    <message>
        <source>Save it as PDF, DOCX, HTML or text, and add that file.</source>
        <translation>请将它另存为 PDF、DOCX、HTML 或文本，然后添加该文件。</translation>
    </message>
    <message>
        <source>There is nothing in {path}.</source>
        <translation>{path} 中没有内容。</translation>
    </message>
    <message>
        <source>Save it with its contents, then read it again. Or remove it here.</source>
        <translation>请连同内容一起保存，然后重新读取；或在此处移除它。</translation>
    </message>
    <message>
        <source>The pages of {path} are pictures: there is no text in it.</source>
        <translation>{path} 的页面是图片，其中没有文字。</translation>
    </message>
    <message>
        <source>Have a program for text recognition (OCR) add the text, then read again.</source>
        <translation>请用文字识别（OCR）程序加入文字，然后重新读取。</translation>
    </message>
    <message>
        <source>{path} is locked with a password.</source>
        <translation>{path} 有密码保护。</translation>
    </message>
    <message>
        <source>Save a copy without the password, and add that file.</source>
        <translation>请另存一份不带密码的副本，然后添加该文件。</translation>
    </message>
    <message>
        <source>{path} is damaged or cut off.</source>
        <translation>{path} 已损坏或不完整。</translation>
    </message>
    <message>
        <source>Copy or save it once more from where it came, then read it again.</source>
        <translation>请从原处重新复制或保存一次，然后重新读取。</translation>
    </message>
    <message>
        <source>{path} has no such page any more.</source>
        <translation>{path} 中已没有这一页。</translation>
    </message>
    <message>
        <source>Read it again: it was changed since.</source>
        <translation>请重新读取：它已被更改。</translation>
    </message>
    <message>
        <source>Divide it into parts, and add those.</source>
        <translation>请将它分成几部分，再分别添加。</translation>
    </message>
    <message>
        <source>{path} is too large to be read.</source>
        <translation>{path} 过大，无法读取。</translation>
    </message>
    <message>
        <source>{path} has too many pages to be read.</source>
        <translation>{path} 页数过多，无法读取。</translation>
    </message>
    <message>
        <source>{path} unpacks to far more than a document holds, so it was left alone.</source>
        <translation>{path} 解压后的大小远超一般文档，因此未作读取。</translation>
    </message>
    <message>
        <source>Remove it here, unless you know it well: then unpack it yourself.</source>
        <translation>请在此处移除它；若您确知其内容，请自行解压。</translation>
    </message>
    <message>
        <source>Reading {path} took too long, so it was stopped.</source>
        <translation>读取 {path} 用时过长，已停止。</translation>
    </message>
    <message>
        <source>Reading {path} needs more memory than it may have.</source>
        <translation>读取 {path} 所需的内存超出限额。</translation>
    </message>
    <message>
        <source>Reading {path} ended the process that reads. Nothing else was affected.</source>
        <translation>读取 {path} 时，读取进程意外中止。其他内容不受影响。</translation>
    </message>
    <message>
        <source>Save it anew with the program it came from, then read it again.</source>
        <translation>请用创建它的程序重新保存，然后重新读取。</translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message>
        <source>page {n}</source>
        <translation>第 {n} 页</translation>
    </message>
    <message>
        <source>slide {n}</source>
        <translation>幻灯片 {n}</translation>
    </message>
    <message>
        <source>sheet {n}</source>
        <translation>工作表 {n}</translation>
    </message>
    <message>
        <source>chapter {n}</source>
        <translation>第 {n} 章</translation>
    </message>
    <message>
        <source>part {n}</source>
        <translation>第 {n} 部分</translation>
    </message>
    <message>
        <source>slide {n}, “{title}”</source>
        <translation>幻灯片 {n}“{title}”</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>“{title}”</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} 页</translation>
    </message>
    <message>
        <source>1 slide</source>
        <translation>1 张幻灯片</translation>
    </message>
    <message>
        <source>{n} slides</source>
        <translation>{n} 张幻灯片</translation>
    </message>
    <message>
        <source>1 sheet</source>
        <translation>1 个工作表</translation>
    </message>
    <message>
        <source>{n} sheets</source>
        <translation>{n} 个工作表</translation>
    </message>
    <message>
        <source>1 chapter</source>
        <translation>1 章</translation>
    </message>
    <message>
        <source>{n} chapters</source>
        <translation>{n} 章</translation>
    </message>
    <message>
        <source>1 part</source>
        <translation>1 部分</translation>
    </message>
    <message>
        <source>{n} parts</source>
        <translation>{n} 部分</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 个文件</translation>
    </message>
    <message>
        <source>1 passage</source>
        <translation>1 个段落</translation>
    </message>
    <message>
        <source>{n} passages</source>
        <translation>{n} 个段落</translation>
    </message>
    <message>
        <source>Found by words · meaning {n} %</source>
        <translation>可按字词查找 · 语义 {n}%</translation>
    </message>
    <message>
        <source>Found by words</source>
        <translation>可按字词查找</translation>
    </message>
    <message>
        <source>No text to search</source>
        <translation>没有可搜索的文字</translation>
    </message>
    <message>
        <source>Ready · 1 page without text</source>
        <translation>就绪 · 1 页没有文字</translation>
    </message>
    <message>
        <source>Ready · {n} pages without text</source>
        <translation>就绪 · {n} 页没有文字</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>1 to read</source>
        <translation>1 个待读取</translation>
    </message>
    <message>
        <source>{n} to read</source>
        <translation>{n} 个待读取</translation>
    </message>
    <message>
        <source>1 failed</source>
        <translation>1 个失败</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} 个失败</translation>
    </message>
    <message>
        <source>{done} of {all} files</source>
        <translation>文件 {done}/{all}</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>{done} of {all} passages</source>
        <translation>段落 {done}/{all}</translation>
    </message>
    <message>
        <source>Learning what passages mean</source>
        <translation>正在理解段落含义</translation>
    </message>
    <message>
        <source>waits while a reply is written</source>
        <translation>正在生成回复，稍后继续</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>大约还需 {time}</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>all of the file is given</source>
        <translation>已提供整个文件</translation>
    </message>
    <message>
        <source>by words: {n}</source>
        <translation>按字词第 {n}</translation>
    </message>
    <message>
        <source>by meaning: {n}</source>
        <translation>按语义第 {n}</translation>
    </message>
    <message>
        <source>has {terms}</source>
        <translation>含 {terms}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>DocumentsLink</name>
    <message>
        <source>Chat files</source>
        <translation>对话中的文件</translation>
    </message>
    <message>
        <source>Summarise “{name}”</source>
        <translation>总结“{name}”</translation>
    </message>
    <message>
        <source>Ask documents</source>
        <translation>询问文档</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
</context>
<context>
    <name>DocumentsPage</name>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>My documents</source>
        <translation>我的文档</translation>
    </message>
    <message>
        <source>1 file was found.</source>
        <translation>找到 1 个文件。</translation>
    </message>
    <message>
        <source>{n} files were found.</source>
        <translation>找到 {n} 个文件。</translation>
    </message>
    <message>
        <source>No file that Puna reads was found there.</source>
        <translation>那里没有 Puna 能读取的文件。</translation>
    </message>
    <message>
        <source>Add to “{name}”</source>
        <translation>添加到“{name}”</translation>
    </message>
    <message>
        <source>Add these files</source>
        <translation>添加这些文件</translation>
    </message>
    <message>
        <source>“{name}” was removed. Its files stay where they are.</source>
        <translation>已移除“{name}”。其中的文件仍在原处。</translation>
    </message>
    <message>
        <source>1 file was removed from the collection.</source>
        <translation>已从文档集中移除 1 个文件。</translation>
    </message>
    <message>
        <source>{n} files were removed from the collection.</source>
        <translation>已从文档集中移除 {n} 个文件。</translation>
    </message>
</context>
<context>
    <name>DownloadPage</name>
    <message>
        <source>Progress of the download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>Show it on the hub</source>
        <translation>在模型库中查看</translation>
    </message>
    <message>
        <source>Every byte is checked against the hub&apos;s SHA-256 while it comes. A file that differs never becomes a model.</source>
        <translation>下载时，每个字节都按模型库的 SHA-256 校验。内容不符的文件不会成为模型。</translation>
    </message>
    <message>
        <source>{repository} · {size}</source>
        <translation>{repository} · {size}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>DownloadWords</name>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>还需 {time}</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>下载中</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>校验中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Drop a file here</source>
        <translation>把文件拖到这里</translation>
    </message>
    <message>
        <source>JSON, JSONL, CSV, Excel, text or CoNLL. Puna recognises how it is written.</source>
        <translation>JSON、JSONL、CSV、Excel、文本或 CoNLL，Puna 会自动识别写法。</translation>
    </message>
</context>
<context>
    <name>EmbedderPage</name>
    <message>
        <source>Choose another…</source>
        <translation>选择其他…</translation>
    </message>
    <message>
        <source>Use the one of Puna</source>
        <translation>使用 Puna 自带的</translation>
    </message>
    <message>
        <source>Puna finds passages by their words, and by their meaning: also those that say it in other words, or in another language. A small model makes that possible; it works in the background, and never while a reply is written.</source>
        <translation>Puna 既按字词也按语义查找段落：用其他说法或其他语言表达的内容也能找到。这由一个小模型完成，它在后台工作，生成回复时会暂停。</translation>
    </message>
    <message>
        <source>With another model all passages are gone through once more. Until that is done, searching goes on with the one before.</source>
        <translation>换用其他模型后，所有段落都会重新处理一遍。完成之前，搜索仍使用原来的模型。</translation>
    </message>
    <message>
        <source>Searching documents by meaning</source>
        <translation>按语义搜索文档</translation>
    </message>
    <message>
        <source>Model for searching by meaning</source>
        <translation>用于语义搜索的模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose a GGUF file of an embedding model.</source>
        <translation>请选择嵌入模型的 GGUF 文件。</translation>
    </message>
    <message>
        <source>Comes with Puna. English, Chinese and others.</source>
        <translation>Puna 自带。支持英文、中文等语言。</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Drop files or folders here</source>
        <translation>将文件或文件夹拖到此处</translation>
    </message>
    <message>
        <source>PDF, Word, PowerPoint, Excel, EPUB, HTML, Markdown, text, CSV, e-mail and source code.</source>
        <translation>PDF、Word、PowerPoint、Excel、EPUB、HTML、Markdown、文本、CSV、电子邮件和源代码。</translation>
    </message>
    <message>
        <source>Ask your own documents</source>
        <translation>向您自己的文档提问</translation>
    </message>
    <message>
        <source>Puna reads your files on this computer, finds what a question is about, and answers with the passages it found: a click opens the page, with the sentence marked. Nothing leaves this computer.</source>
        <translation>Puna 在本机读取您的文件，找出与问题相关的段落并据此回答：点击即可打开原页，相应语句已标出。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>This collection is empty. Files stay where they are: Puna only reads them.</source>
        <translation>此文档集是空的。文件仍在原处，Puna 只读取它们。</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Start with the built-in model</source>
        <translation>使用内置模型开始</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Assistants</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Welcome to Puna</source>
        <translation>欢迎使用 Puna</translation>
    </message>
    <message>
        <source>Chat with language models that run on this computer. Nothing you write leaves it. The built-in model is small and quick, and speaks English and Chinese.</source>
        <translation>与在本机运行的语言模型对话，您写下的内容不会离开这台电脑。内置模型小巧快速，会说中文和英文。</translation>
    </message>
    <message>
        <source>Chat with language models that run on this computer. Nothing you write leaves it. The built-in model is small, quick and speaks English.</source>
        <translation>与在本机运行的语言模型对话，您写下的内容不会离开这台电脑。内置模型小巧快速，使用英语。</translation>
    </message>
    <message>
        <source>What is on your mind?</source>
        <translation>想聊点什么？</translation>
    </message>
    <message>
        <source>Write below. It stays on this computer.</source>
        <translation>在下方输入即可，内容不会离开这台电脑。</translation>
    </message>
</context>
<context>
    <name>ErrorBox</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>ErrorWords</name>
    <message>
        <source>Something went wrong</source>
        <translation>出现问题</translation>
    </message>
    <message>
        <source>That cannot be used</source>
        <translation>无法使用该内容</translation>
    </message>
    <message>
        <source>{field}: {reason}.</source>
        <translation>{field}：{reason}。</translation>
    </message>
    <message>
        <source>Change it and try again. What you typed is kept.</source>
        <translation>请修改后重试。您输入的内容已保留。</translation>
    </message>
    <message>
        <source>Only text files can be attached, such as .txt, .md, .csv or code.</source>
        <translation>只能附加文本文件，例如 .txt、.md、.csv 或代码。</translation>
    </message>
    <message>
        <source>Attach a part of it, or fewer files.</source>
        <translation>请只附加其中一部分，或减少文件。</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} 是空文件。</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} 是文件夹。</translation>
    </message>
    <message>
        <source>{name} is not a file.</source>
        <translation>{name} 不是文件。</translation>
    </message>
    <message>
        <source>{name} is not a text file.</source>
        <translation>{name} 不是文本文件。</translation>
    </message>
    <message>
        <source>{name} has {size} of text; there is room for {room}.</source>
        <translation>{name} 有 {size} 文本，只能再容纳 {room}。</translation>
    </message>
    <message>
        <source>A message can have {most} files.</source>
        <translation>一条消息最多附加 {most} 个文件。</translation>
    </message>
    <message>
        <source>This file cannot be attached</source>
        <translation>无法附加此文件</translation>
    </message>
    <message>
        <source>The model is not there</source>
        <translation>找不到模型</translation>
    </message>
    <message>
        <source>The model {name} cannot be opened: {reason}.</source>
        <translation>无法打开模型 {name}：{reason}。</translation>
    </message>
    <message>
        <source>Choose another model, or put the file back where it was.</source>
        <translation>请选择其他模型，或将文件放回原处。</translation>
    </message>
    <message>
        <source>This is not a usable model file</source>
        <translation>不是可用的模型文件</translation>
    </message>
    <message>
        <source>{path} cannot be used: {field}: {reason}.</source>
        <translation>无法使用 {path}：{field}：{reason}。</translation>
    </message>
    <message>
        <source>Download the file again, or choose another model.</source>
        <translation>请重新下载该文件，或选择其他模型。</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>llama.cpp could not load {path}: {reason}.</source>
        <translation>llama.cpp 无法加载 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The model may need a newer Puna. Choose another model.</source>
        <translation>该模型可能需要更新版本的 Puna。请选择其他模型。</translation>
    </message>
    <message>
        <source>The model file changed</source>
        <translation>模型文件已改变</translation>
    </message>
    <message>
        <source>The model file {path} changed while it was in use.</source>
        <translation>模型文件 {path} 在使用过程中被改动。</translation>
    </message>
    <message>
        <source>Put the original file back or choose another model, then send again.</source>
        <translation>请恢复原文件或选择其他模型，然后重新发送。</translation>
    </message>
    <message>
        <source>{path} with a context of {n_ctx} tokens needs {needed} of memory; {available} are free.</source>
        <translation>以 {n_ctx} 个词元的上下文打开 {path} 需要 {needed} 内存，目前可用 {available}。</translation>
    </message>
    <message>
        <source>Set the context size in Settings to {fits} tokens or less.</source>
        <translation>请在设置中将上下文长度设为不超过 {fits} 个词元。</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model.</source>
        <translation>请关闭其他程序，或选择更小的模型。</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>It has {tokens} tokens; this model was opened with room for {n_ctx}.</source>
        <translation>对话共 {tokens} 个词元，而该模型打开时只能容纳 {n_ctx} 个。</translation>
    </message>
    <message>
        <source>This model was opened with room for {n_ctx} tokens.</source>
        <translation>该模型打开时只能容纳 {n_ctx} 个词元。</translation>
    </message>
    <message>
        <source>The conversation is too long</source>
        <translation>对话过长</translation>
    </message>
    <message>
        <source>Shorten the message, start a new chat, or raise the context size in Settings.</source>
        <translation>请缩短消息、开始新对话，或在设置中增大上下文长度。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template has a fault</source>
        <translation>模型的对话模板有误</translation>
    </message>
    <message>
        <source>The chat template inside this model cannot be used: {reason}.</source>
        <translation>无法使用该模型自带的对话模板：{reason}。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择其他模型。</translation>
    </message>
    <message>
        <source>The file of the adapter {path} is broken: {reason}.</source>
        <translation>适配器 {path} 的文件已损坏：{reason}。</translation>
    </message>
    <message>
        <source>The adapter {path} was made for another model: {reason}.</source>
        <translation>适配器 {path} 是为其他模型制作的：{reason}。</translation>
    </message>
    <message>
        <source>The adapter {path} was trained on another file of this model.</source>
        <translation>适配器 {path} 是用此模型的另一个文件训练的。</translation>
    </message>
    <message>
        <source>llama.cpp could not load the adapter {path}: {reason}.</source>
        <translation>llama.cpp 无法加载适配器 {path}：{reason}。</translation>
    </message>
    <message>
        <source>There is not enough memory for the adapter {path}: {reason}.</source>
        <translation>内存不足，无法使用适配器 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The adapter {path} was not found.</source>
        <translation>找不到适配器 {path}。</translation>
    </message>
    <message>
        <source>{path} is not a LoRA adapter: {reason}.</source>
        <translation>{path} 不是 LoRA 适配器：{reason}。</translation>
    </message>
    <message>
        <source>The adapter {path} needs something llama.cpp does not support: {reason}.</source>
        <translation>适配器 {path} 需要 llama.cpp 不支持的功能：{reason}。</translation>
    </message>
    <message>
        <source>The adapter {path} contains invalid numbers: {reason}.</source>
        <translation>适配器 {path} 含有无效的数值：{reason}。</translation>
    </message>
    <message>
        <source>The model breaks down with the adapter {path}.</source>
        <translation>使用适配器 {path} 时，模型无法正常计算。</translation>
    </message>
    <message>
        <source>Choose the model it was made for, or remove the adapter.</source>
        <translation>请选择它所适用的模型，或移除此适配器。</translation>
    </message>
    <message>
        <source>Remove the adapter, or lower its scale.</source>
        <translation>请移除此适配器，或降低其强度。</translation>
    </message>
    <message>
        <source>Close other programs, or remove the adapter.</source>
        <translation>请关闭其他程序，或移除此适配器。</translation>
    </message>
    <message>
        <source>Remove the adapter, or put its file back.</source>
        <translation>请移除此适配器，或将其文件放回原处。</translation>
    </message>
    <message>
        <source>This adapter cannot be used</source>
        <translation>此适配器无法使用</translation>
    </message>
    <message>
        <source>line {line}, column {column}: {reason}</source>
        <translation>第 {line} 行第 {column} 列，{reason}</translation>
    </message>
    <message>
        <source>{place}: {reason}</source>
        <translation>{place}：{reason}</translation>
    </message>
    <message>
        <source>The grammar cannot be used: {reason}.</source>
        <translation>无法使用该语法：{reason}。</translation>
    </message>
    <message>
        <source>Correct the grammar, then send again.</source>
        <translation>请改正语法，然后重新发送。</translation>
    </message>
    <message>
        <source>The JSON schema cannot be used: {reason}.</source>
        <translation>无法使用该 JSON Schema：{reason}。</translation>
    </message>
    <message>
        <source>Correct the JSON schema, then send again.</source>
        <translation>请改正 JSON Schema，然后重新发送。</translation>
    </message>
    <message>
        <source>The reply cannot take this form</source>
        <translation>回复无法采用此格式</translation>
    </message>
    <message>
        <source>The disk refused</source>
        <translation>无法读写磁盘</translation>
    </message>
    <message>
        <source>{path} cannot be used: {reason}.</source>
        <translation>无法使用 {path}：{reason}。</translation>
    </message>
    <message>
        <source>it was written by a newer Puna</source>
        <translation>由更新版本的 Puna 写入</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>it is write-protected</source>
        <translation>文件被写保护</translation>
    </message>
    <message>
        <source>its permissions do not allow it</source>
        <translation>文件权限不允许</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>该位置是文件夹</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>文件打不开</translation>
    </message>
    <message>
        <source>another program is writing to it</source>
        <translation>其他程序正在写入</translation>
    </message>
    <message>
        <source>another program has locked it</source>
        <translation>已被其他程序锁定</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>it is damaged or not a database</source>
        <translation>文件已损坏或不是数据库</translation>
    </message>
    <message>
        <source>it belongs to another program</source>
        <translation>文件属于其他程序</translation>
    </message>
    <message>
        <source>Install the newest Puna. Nothing was changed.</source>
        <translation>请安装最新版本的 Puna。未做任何更改。</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Nothing was deleted. Restore a backup, or move the file elsewhere to start anew, and keep it for repair.</source>
        <translation>未删除任何内容。请恢复备份，或将该文件移到别处重新开始，并保留它以便修复。</translation>
    </message>
    <message>
        <source>Move the file elsewhere, or choose another folder for Puna&apos;s data.</source>
        <translation>请将该文件移到别处，或为 Puna 的数据选择其他文件夹。</translation>
    </message>
    <message>
        <source>Free some space or check the permissions of the folder, then try again.</source>
        <translation>请释放一些空间或检查文件夹权限，然后重试。</translation>
    </message>
    <message>
        <source>Your chat is safe. Send again: the engine starts anew by itself.</source>
        <translation>对话已保存。请重新发送，引擎会自动重启。</translation>
    </message>
    <message>
        <source>The system ended it, most likely because memory ran out.</source>
        <translation>系统结束了引擎，很可能是因为内存耗尽。</translation>
    </message>
    <message>
        <source>Your chat is safe. Close other programs or choose a smaller model, then send again.</source>
        <translation>对话已保存。请关闭其他程序或选择更小的模型，然后重新发送。</translation>
    </message>
    <message>
        <source>Another program ended it.</source>
        <translation>其他程序结束了引擎。</translation>
    </message>
    <message>
        <source>llama.cpp gave up on this model.</source>
        <translation>llama.cpp 放弃了这个模型。</translation>
    </message>
    <message>
        <source>Your chat is safe. Choose another model, or send again.</source>
        <translation>对话已保存。请选择其他模型，或重新发送。</translation>
    </message>
    <message>
        <source>llama.cpp crashed.</source>
        <translation>llama.cpp 崩溃了。</translation>
    </message>
    <message>
        <source>Your chat is safe. Send again, or choose another model.</source>
        <translation>对话已保存。请重新发送，或选择其他模型。</translation>
    </message>
    <message>
        <source>The model file could no longer be read while it was in use.</source>
        <translation>使用过程中无法继续读取模型文件。</translation>
    </message>
    <message>
        <source>Check the disk that holds the model, then send again.</source>
        <translation>请检查模型所在的磁盘，然后重新发送。</translation>
    </message>
    <message>
        <source>This llama.cpp uses instructions that this processor does not have.</source>
        <translation>此版本的 llama.cpp 使用了本机处理器不支持的指令。</translation>
    </message>
    <message>
        <source>Install Puna anew on this computer.</source>
        <translation>请在这台电脑上重新安装 Puna。</translation>
    </message>
    <message>
        <source>It did not respond for so long that it was ended.</source>
        <translation>引擎长时间没有响应，已被结束。</translation>
    </message>
    <message>
        <source>This model ended it twice in a row, so it was not opened again.</source>
        <translation>该模型连续两次导致引擎退出，因此没有再次打开。</translation>
    </message>
    <message>
        <source>Choose another model or another context size. Or start Puna anew to try once more.</source>
        <translation>请选择其他模型或其他上下文长度，或重新启动 Puna 再试一次。</translation>
    </message>
    <message>
        <source>It could not be started.</source>
        <translation>引擎无法启动。</translation>
    </message>
    <message>
        <source>Close other programs and send again. Or install Puna anew.</source>
        <translation>请关闭其他程序后重新发送，或重新安装 Puna。</translation>
    </message>
    <message>
        <source>It ended unexpectedly.</source>
        <translation>引擎意外退出。</translation>
    </message>
    <message>
        <source>{text} Its last words: {detail}</source>
        <translation>{text}最后的输出：{detail}</translation>
    </message>
    <message>
        <source>The engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>Puna has a fault</source>
        <translation>Puna 出现故障</translation>
    </message>
    <message>
        <source>Your chats are safe. Please report this with the log file.</source>
        <translation>您的对话已保存。请附上日志文件报告此问题。</translation>
    </message>
</context>
<context>
    <name>EstimateBox</name>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>Use the fast mode</source>
        <translation>使用快速模式</translation>
    </message>
    <message>
        <source>Train less</source>
        <translation>少训练一些</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Trying some steps for about ten seconds, to tell how long it takes here…</source>
        <translation>正在试跑大约十秒，看看在这台电脑上要多久…</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>尚未测量。</translation>
    </message>
    <message>
        <source>About {time}</source>
        <translation>大约 {time}</translation>
    </message>
    <message>
        <source>{steps} steps, {speed}, {memory} of memory beside the model.</source>
        <translation>{steps} 步，{speed}，除模型外占用 {memory} 内存。</translation>
    </message>
    <message>
        <source>You can go on chatting meanwhile, and pause it at any time.</source>
        <translation>其间可以继续聊天，也可以随时暂停。</translation>
    </message>
    <message>
        <source>That is long. This would make it shorter:</source>
        <translation>时间很长。这样可以缩短：</translation>
    </message>
    <message>
        <source>That is long. Fewer or shorter examples would take less.</source>
        <translation>时间很长。示例少一些或短一些会更快。</translation>
    </message>
    <message>
        <source>Take {model} instead</source>
        <translation>改用 {model}</translation>
    </message>
</context>
<context>
    <name>ExampleEditor</name>
    <message>
        <source>Add a question and an answer</source>
        <translation>添加一问一答</translation>
    </message>
    <message>
        <source>Instructions to the model</source>
        <translation>给模型的指令</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer, which is learnt</source>
        <translation>回答（要学的内容）</translation>
    </message>
</context>
<context>
    <name>ExampleModel</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>ExampleTable</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>编写</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
</context>
<context>
    <name>ExpertForm</name>
    <message>
        <source>by epochs</source>
        <translation>按轮数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>as memory needs</source>
        <translation>视内存而定</translation>
    </message>
    <message>
        <source>always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>How long and how fast</source>
        <translation>多久、多快</translation>
    </message>
    <message>
        <source>What learns</source>
        <translation>哪些部分学习</translation>
    </message>
    <message>
        <source>How examples are put together</source>
        <translation>示例如何组合</translation>
    </message>
    <message>
        <source>Judging</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often each example is seen.</source>
        <translation>每条示例看几遍。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Counts instead of epochs where it is set.</source>
        <translation>设定后代替轮数。</translation>
    </message>
    <message>
        <source>The highest; it falls as a cosine to a tenth of it.</source>
        <translation>最高值；之后按余弦降到它的十分之一。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share of the steps until that rate.</source>
        <translation>达到最高学习率前的步数比例。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Longest gradient; 0 for any.</source>
        <translation>梯度的最大长度；0 表示不限。</translation>
    </message>
    <message>
        <source>Matrices</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Which of each layer get an adapter.</source>
        <translation>每层中哪些矩阵带适配器。</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>How much an adapter can hold.</source>
        <translation>适配器能容纳多少内容。</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>How strongly it acts, over its rank.</source>
        <translation>作用强度，除以秩。</translation>
    </message>
    <message>
        <source>Rank-stabilised scaling</source>
        <translation>秩稳定缩放</translation>
    </message>
    <message>
        <source>Alpha over the root of the rank.</source>
        <translation>Alpha 除以秩的平方根。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Share of inputs left out at random.</source>
        <translation>随机略去的输入比例。</translation>
    </message>
    <message>
        <source>Top layers</source>
        <translation>顶部层数</translation>
    </message>
    <message>
        <source>How many layers learn, from the top.</source>
        <translation>从顶部数起，有多少层学习。</translation>
    </message>
    <message>
        <source>Fast mode</source>
        <translation>快速模式</translation>
    </message>
    <message>
        <source>Only the upper half learns; what the lower half makes is kept.</source>
        <translation>只有上半部分学习；下半部分的结果会保留备用。</translation>
    </message>
    <message>
        <source>Longest example</source>
        <translation>最长示例</translation>
    </message>
    <message>
        <source>In tokens; longer ones are left out.</source>
        <translation>以词元计；更长的会略去。</translation>
    </message>
    <message>
        <source>Tokens a pass</source>
        <translation>每次词元数</translation>
    </message>
    <message>
        <source>Examples are packed into passes of this size.</source>
        <translation>示例按这个大小打包。</translation>
    </message>
    <message>
        <source>Passes a step</source>
        <translation>每步次数</translation>
    </message>
    <message>
        <source>Gradients that are added up.</source>
        <translation>累加的梯度次数。</translation>
    </message>
    <message>
        <source>Compute again instead of keeping</source>
        <translation>重新计算而不保存</translation>
    </message>
    <message>
        <source>Saves memory and takes a third longer.</source>
        <translation>省内存，时间多三分之一。</translation>
    </message>
    <message>
        <source>Held-out examples</source>
        <translation>留出的示例</translation>
    </message>
    <message>
        <source>Kept to judge by; automatic from 200 examples on.</source>
        <translation>留作评估；自动时 200 条以上才留出。</translation>
    </message>
    <message>
        <source>Judgements</source>
        <translation>评估次数</translation>
    </message>
    <message>
        <source>How many of them in a run.</source>
        <translation>一次训练中评估几次。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Judgements without a better one until it ends.</source>
        <translation>连续多少次评估没有变好就结束。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Of the processor.</source>
        <translation>处理器的线程数。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed makes the same run.</source>
        <translation>相同的种子得到相同的训练。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export chats</source>
        <translation>导出对话</translation>
    </message>
    <message>
        <source>The selected chat will be exported.</source>
        <translation>将导出所选的对话。</translation>
    </message>
    <message>
        <source>The {n} selected chats will be exported.</source>
        <translation>将导出所选的 {n} 个对话。</translation>
    </message>
    <message>
        <source>All chats that are not in the trash will be exported.</source>
        <translation>将导出回收站之外的全部对话。</translation>
    </message>
    <message>
        <source>Markdown, to read</source>
        <translation>Markdown，便于阅读</translation>
    </message>
    <message>
        <source>JSON, to import again</source>
        <translation>JSON，可再次导入</translation>
    </message>
    <message>
        <source>One file of each chat, with the versions that were shown last.</source>
        <translation>每个对话一个文件，内容为最后显示的版本。</translation>
    </message>
    <message>
        <source>One file with everything: all versions, attachments and figures.</source>
        <translation>一个文件包含全部内容：所有版本、附件和数据。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Chats of {date}</source>
        <translation>Puna 对话 {date}</translation>
    </message>
    <message>
        <source>Found in the documents</source>
        <translation>在文档中找到</translation>
    </message>
    <message>
        <source>Not found in the documents</source>
        <translation>在文档中未找到</translation>
    </message>
    <message>
        <source>The documents do not contain an answer to this.</source>
        <translation>文档中没有这个问题的答案。</translation>
    </message>
    <message>
        <source>{file}, page {page}</source>
        <translation>{file}，第 {page} 页</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>{done} of {total} chats</source>
        <translation>第 {done} 个对话，共 {total} 个</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>没有写入文件。</translation>
    </message>
    <message>
        <source>1 chat was exported.</source>
        <translation>已导出 1 个对话。</translation>
    </message>
    <message>
        <source>{n} chats were exported.</source>
        <translation>已导出 {n} 个对话。</translation>
    </message>
</context>
<context>
    <name>FactGrid</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>来源：{name}</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message>
        <source>A temporary chat will be gone.</source>
        <translation>有 1 个临时对话将会消失。</translation>
    </message>
    <message>
        <source>It is in memory only.</source>
        <translation>它只保存在内存中。</translation>
    </message>
    <message>
        <source>{n} temporary chats will be gone.</source>
        <translation>有 {n} 个临时对话将会消失。</translation>
    </message>
    <message>
        <source>They are in memory only.</source>
        <translation>它们只保存在内存中。</translation>
    </message>
    <message>
        <source>A training run is under way.</source>
        <translation>正在训练。</translation>
    </message>
    <message>
        <source>It writes where it is, and can go on from there once Puna is open again.</source>
        <translation>它会记下进度，下次打开 Puna 时可以从那里继续。</translation>
    </message>
    <message>
        <source>Close Puna</source>
        <translation>关闭 Puna</translation>
    </message>
    <message>
        <source>Keep and close</source>
        <translation>保留并关闭</translation>
    </message>
</context>
<context>
    <name>FaultWords</name>
    <message>
        <source>Row {n}</source>
        <translation>第 {n} 行</translation>
    </message>
    <message>
        <source>It is not valid JSON: {reason}.</source>
        <translation>不是有效的 JSON：{reason}。</translation>
    </message>
    <message>
        <source>Correct the line: one object of JSON a line.</source>
        <translation>请改正这一行：每行一个 JSON 对象。</translation>
    </message>
    <message>
        <source>It is {found}, not an object of JSON.</source>
        <translation>它是 {found}，不是 JSON 对象。</translation>
    </message>
    <message>
        <source>Write it as an object, such as {{“messages”: […]}}.</source>
        <translation>请写成对象，例如 {{“messages”: […]}}。</translation>
    </message>
    <message>
        <source>None of its fields is known: {found}.</source>
        <translation>没有可识别的字段：{found}。</translation>
    </message>
    <message>
        <source>Use messages, conversations, instruction and output, prompt and completion, prompt and chosen, or text.</source>
        <translation>请使用 messages、conversations、instruction 和 output、prompt 和 completion、prompt 和 chosen，或 text。</translation>
    </message>
    <message>
        <source>It is written as {found}, the other rows as {expected}.</source>
        <translation>它的写法是 {found}，其他行是 {expected}。</translation>
    </message>
    <message>
        <source>Write all rows in one form, or put these into a file of their own.</source>
        <translation>请把所有行写成同一种形式，或把这些行放进单独的文件。</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>里面没有内容。</translation>
    </message>
    <message>
        <source>Remove it, or fill it in.</source>
        <translation>请删除或填写。</translation>
    </message>
    <message>
        <source>It has {characters} characters; at most {most} can be used.</source>
        <translation>有 {characters} 个字符；最多可用 {most} 个。</translation>
    </message>
    <message>
        <source>Divide it into several rows.</source>
        <translation>请分成几行。</translation>
    </message>
    <message>
        <source>It holds bytes that are not text in the encoding of the file.</source>
        <translation>含有不符合文件编码的字节。</translation>
    </message>
    <message>
        <source>Save the file as UTF-8, then choose it again.</source>
        <translation>请把文件存为 UTF-8，再重新选择。</translation>
    </message>
    <message>
        <source>Characters in it were lost before: {count} are the sign for unknown.</source>
        <translation>其中的字符早已丢失：有 {count} 个未知字符标记。</translation>
    </message>
    <message>
        <source>Make the file again from its source, in UTF-8.</source>
        <translation>请从原始来源重新生成 UTF-8 文件。</translation>
    </message>
    <message>
        <source>Its text holds {found}, a mark of a chat template.</source>
        <translation>文本中含有聊天模板的标记 {found}。</translation>
    </message>
    <message>
        <source>Remove such marks: Puna writes those of the model by itself.</source>
        <translation>请删除这类标记：Puna 会自己写上模型的标记。</translation>
    </message>
    <message>
        <source>The preferred answer and the other one are the same.</source>
        <translation>选用的回答与另一个相同。</translation>
    </message>
    <message>
        <source>Write what makes the preferred answer better, or remove the row.</source>
        <translation>请写出更好的回答，或删除该行。</translation>
    </message>
    <message>
        <source>The chat template of the model refuses it: {reason}.</source>
        <translation>模型的聊天模板拒绝了它：{reason}。</translation>
    </message>
    <message>
        <source>Let question and answer follow each other, or choose another model.</source>
        <translation>请让问题与回答交替出现，或换一个模型。</translation>
    </message>
    <message>
        <source>It has {tokens} tokens; at most {most} are learnt from at once.</source>
        <translation>有 {tokens} 个词元；一次最多学习 {most} 个。</translation>
    </message>
    <message>
        <source>Shorten it, or allow longer examples in the settings of the run.</source>
        <translation>请缩短，或在训练设置中允许更长的示例。</translation>
    </message>
    <message>
        <source>Message {message} has no role and no content.</source>
        <translation>第 {message} 条消息没有角色和内容。</translation>
    </message>
    <message>
        <source>Write each message with a role and its content.</source>
        <translation>请为每条消息写上角色和内容。</translation>
    </message>
    <message>
        <source>Message {message} is of the role {found}.</source>
        <translation>第 {message} 条消息的角色是 {found}。</translation>
    </message>
    <message>
        <source>Only system, user and assistant can be learnt from: remove the others.</source>
        <translation>只能学习 system、user 和 assistant：请删除其他角色。</translation>
    </message>
    <message>
        <source>{field} is {found}, not text.</source>
        <translation>{field} 是 {found}，不是文本。</translation>
    </message>
    <message>
        <source>Write it as text, in quotation marks.</source>
        <translation>请写成带引号的文本。</translation>
    </message>
    <message>
        <source>It has a system message and nothing else.</source>
        <translation>只有一条系统消息，没有别的。</translation>
    </message>
    <message>
        <source>Add a question and an answer, or remove the row.</source>
        <translation>请添加一问一答，或删除该行。</translation>
    </message>
    <message>
        <source>Nobody answers in it, so there is nothing to learn.</source>
        <translation>里面没有回答，所以没有可学的内容。</translation>
    </message>
    <message>
        <source>Add the answer the model should give.</source>
        <translation>请添加模型应给出的回答。</translation>
    </message>
    <message>
        <source>Message {message} is an answer that follows no question.</source>
        <translation>第 {message} 条消息是回答，前面却没有问题。</translation>
    </message>
    <message>
        <source>Add the question before it, or join the two answers.</source>
        <translation>请在前面加上问题，或合并两个回答。</translation>
    </message>
    <message>
        <source>Message {message}, a question, is empty.</source>
        <translation>第 {message} 条消息（问题）是空的。</translation>
    </message>
    <message>
        <source>Write the question, or remove the row.</source>
        <translation>请写上问题，或删除该行。</translation>
    </message>
    <message>
        <source>Message {message}, an answer, is empty.</source>
        <translation>第 {message} 条消息（回答）是空的。</translation>
    </message>
    <message>
        <source>Write the answer the model should give, or remove the row.</source>
        <translation>请写上模型应给出的回答，或删除该行。</translation>
    </message>
    <message>
        <source>It ends with a question that has no answer.</source>
        <translation>以没有回答的问题结尾。</translation>
    </message>
    <message>
        <source>Add the answer, or remove the last question.</source>
        <translation>请添加回答，或删除最后的问题。</translation>
    </message>
    <message>
        <source>No reply in this chat was put right or preferred to another.</source>
        <translation>这个对话中没有更正过或选用的回复。</translation>
    </message>
    <message>
        <source>Edit a reply or choose another version of it, or take the whole chat.</source>
        <translation>请编辑一条回复或选用它的另一个版本，或使用整个对话。</translation>
    </message>
    <message>
        <source>Message {message} is a system message, behind others.</source>
        <translation>第 {message} 条消息是系统消息，却排在其他消息之后。</translation>
    </message>
    <message>
        <source>Put the system message first.</source>
        <translation>请把系统消息放在最前面。</translation>
    </message>
    <message>
        <source>It has {found} cells; the table has {expected} columns.</source>
        <translation>有 {found} 个单元格；表格有 {expected} 列。</translation>
    </message>
    <message>
        <source>Put quotation marks around text that holds the separator.</source>
        <translation>含有分隔符的文本请加引号。</translation>
    </message>
    <message>
        <source>A quotation mark in it is never closed.</source>
        <translation>有一个引号没有闭合。</translation>
    </message>
    <message>
        <source>Close it, or write it twice where it is meant.</source>
        <translation>请闭合它；若就是要写引号，请写两个。</translation>
    </message>
    <message>
        <source>The cell {column} shows an error of the spreadsheet: {found}.</source>
        <translation>单元格 {column} 显示表格错误：{found}。</translation>
    </message>
    <message>
        <source>Correct the formula, or remove the row.</source>
        <translation>请改正公式，或删除该行。</translation>
    </message>
    <message>
        <source>Line {line} has no tag as O, B-PER or I-PER: {found}.</source>
        <translation>第 {line} 行没有 O、B-PER 或 I-PER 这样的标签：{found}。</translation>
    </message>
    <message>
        <source>Write a token and its tag on each line, and an empty line in between.</source>
        <translation>请每行写一个词和它的标签，句子之间空一行。</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Puna has a fault</source>
        <translation>Puna 出现故障</translation>
    </message>
    <message>
        <source>{fault}

Your chats are safe. Please report this with the log file:
{path}</source>
        <translation>{fault}

您的对话已保存。请附上日志文件报告此问题：
{path}</translation>
    </message>
</context>
<context>
    <name>FaultsDialog</name>
    <message>
        <source>1 row cannot be used</source>
        <translation>有 1 行无法使用</translation>
    </message>
    <message>
        <source>{n} rows cannot be used</source>
        <translation>有 {n} 行无法使用</translation>
    </message>
    <message>
        <source>The other rows are not affected. Correct these in their file, then add it again.</source>
        <translation>其他行不受影响。请在文件中改正这些行，再重新添加。</translation>
    </message>
    <message>
        <source>And {n} more.</source>
        <translation>另有 {n} 行。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Loss on unseen examples</source>
        <translation>未见示例上的损失</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} / {total}</translation>
    </message>
    <message>
        <source>It took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Loss in training</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>the best</source>
        <translation>最好</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>目前最好</translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Pages without text are scanned or empty. Have a program for text recognition (OCR) add the text, then read the file again.</source>
        <translation>没有文字的页面是扫描页或空白页。请用文字识别（OCR）程序加入文字，然后重新读取该文件。</translation>
    </message>
    <message>
        <source>1 file chosen</source>
        <translation>已选 1 个文件</translation>
    </message>
    <message>
        <source>{n} files chosen</source>
        <translation>已选 {n} 个文件</translation>
    </message>
    <message>
        <source>about {n} tokens</source>
        <translation>约 {n} 个词元</translation>
    </message>
    <message>
        <source>read {when}</source>
        <translation>读取于 {when}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
</context>
<context>
    <name>FileModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>FileTable</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>FileText</name>
    <message>
        <source>Text of {name}</source>
        <translation>{name} 的文本</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Failed: {n}</source>
        <translation>失败：{n}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>No file here has that in its name.</source>
        <translation>没有名称包含该内容的文件。</translation>
    </message>
    <message>
        <source>No file that Puna reads was found here.</source>
        <translation>这里没有 Puna 能读取的文件。</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous match (Shift+Enter)</source>
        <translation>上一个匹配项（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next match (Enter)</source>
        <translation>下一个匹配项（Enter）</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭查找（Esc）</translation>
    </message>
    <message>
        <source>{n} of {count}</source>
        <translation>{n} / {count}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>{name}: {summary}</source>
        <translation>{name}：{summary}</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Which files are read</source>
        <translation>读取哪些文件</translation>
    </message>
    <message>
        <source>All files that Puna reads</source>
        <translation>Puna 能读取的所有文件</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Only these files</source>
        <translation>仅限这些文件</translation>
    </message>
    <message>
        <source>Such as *.pdf, *.md. Several with commas between; * stands for anything.</source>
        <translation>例如 *.pdf, *.md。多项以逗号分隔，* 代表任意内容。</translation>
    </message>
    <message>
        <source>But not these</source>
        <translation>排除这些文件</translation>
    </message>
    <message>
        <source>Such as drafts/*, *.log. Folders in it are read, too, unless named here.</source>
        <translation>例如 drafts/*, *.log。其中的子文件夹也会读取，除非在此列出。</translation>
    </message>
    <message>
        <source>Hidden files are left out. Nothing in the folder is ever changed, and nothing of it leaves this computer.</source>
        <translation>隐藏文件不会读取。文件夹中的内容绝不会被更改，也不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>采用</translation>
    </message>
</context>
<context>
    <name>FoldersSection</name>
    <message>
        <source>Other folders with models</source>
        <translation>其他存放模型的文件夹</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>还没有。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Models in them are used where they are. What LM Studio, Ollama, Jan, GPT4All, llama.cpp and Hugging Face downloaded is found by itself.</source>
        <translation>其中的模型就在原处使用。LM Studio、Ollama、Jan、GPT4All、llama.cpp 和 Hugging Face 下载的模型会自动找到。</translation>
    </message>
    <message>
        <source>Add a folder with models</source>
        <translation>添加存放模型的文件夹</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Previous page (Ctrl+Page Up)</source>
        <translation>上一页（Ctrl+Page Up）</translation>
    </message>
    <message>
        <source>Next page (Ctrl+Page Down)</source>
        <translation>下一页（Ctrl+Page Down）</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>Show the page as text</source>
        <translation>以文字显示本页</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>缩小（Ctrl+-）</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>of {n}</source>
        <translation>/ {n}</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
</context>
<context>
    <name>FormWords</name>
    <message>
        <source>chat messages (OpenAI)</source>
        <translation>聊天消息（OpenAI）</translation>
    </message>
    <message>
        <source>prompt and completion</source>
        <translation>提示与补全</translation>
    </message>
    <message>
        <source>preferred and other answers (DPO)</source>
        <translation>更好的与其他的回答（DPO）</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>chats of Puna</source>
        <translation>Puna 的对话</translation>
    </message>
    <message>
        <source>sentences with tags (CoNLL)</source>
        <translation>带标签的句子（CoNLL）</translation>
    </message>
</context>
<context>
    <name>FormatFields</name>
    <message>
        <source>Any text</source>
        <translation>任意文本</translation>
    </message>
    <message>
        <source>JSON (schema)</source>
        <translation>JSON（Schema）</translation>
    </message>
    <message>
        <source>Grammar (GBNF)</source>
        <translation>语法（GBNF）</translation>
    </message>
    <message>
        <source>The form every reply must have; the model can write nothing else.</source>
        <translation>规定每个回复的样式，模型只能照此书写。</translation>
    </message>
    <message>
        <source>Valid.</source>
        <translation>有效。</translation>
    </message>
    <message>
        <source>Form of replies</source>
        <translation>回复格式</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Grammar</source>
        <translation>语法</translation>
    </message>
</context>
<context>
    <name>GateBox</name>
    <message>
        <source>Its maker wants you to accept terms first</source>
        <translation>作者要求先接受条款</translation>
    </message>
    <message>
        <source>Open the page of the terms…</source>
        <translation>打开条款页面…</translation>
    </message>
    <message>
        <source>Access token of your account (hf_…)</source>
        <translation>您账户的访问令牌（hf_…）</translation>
    </message>
    <message>
        <source>Access token of your account</source>
        <translation>您账户的访问令牌</translation>
    </message>
    <message>
        <source>Use this token</source>
        <translation>使用这个令牌</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>1. Sign in on the hub and accept the terms on the model&apos;s page. 2. Make an access token in the settings of your account there (reading is enough). 3. Put it below.</source>
        <translation>1. 登录模型库，在模型页面上接受条款。2. 在那里的账户设置中创建访问令牌（只读即可）。3. 把令牌填在下面。</translation>
    </message>
    <message>
        <source>The maker looks at each request; that may take days.</source>
        <translation>作者会逐一审核申请，可能需要几天。</translation>
    </message>
    <message>
        <source>The hub does not give it yet: its terms are to be accepted first</source>
        <translation>模型库暂不提供：需要先接受条款</translation>
    </message>
</context>
<context>
    <name>Gathering</name>
    <message>
        <source>Your corrections</source>
        <translation>您的更正</translation>
    </message>
</context>
<context>
    <name>GrammarReasons</name>
    <message>
        <source>{sign} is expected here</source>
        <translation>此处应为 {sign}</translation>
    </message>
    <message>
        <source>{sign} is not expected here</source>
        <translation>此处不应出现 {sign}</translation>
    </message>
    <message>
        <source>a number is expected here</source>
        <translation>此处应为数字</translation>
    </message>
    <message>
        <source>this ( is not closed</source>
        <translation>此处的 ( 没有闭合</translation>
    </message>
    <message>
        <source>the closing {sign} is missing</source>
        <translation>缺少结尾的 {sign}</translation>
    </message>
    <message>
        <source>this escape is not known</source>
        <translation>无法识别此转义</translation>
    </message>
    <message>
        <source>there is no such character</source>
        <translation>没有这个字符</translation>
    </message>
    <message>
        <source>there is a NUL character</source>
        <translation>含有 NUL 字符</translation>
    </message>
    <message>
        <source>this class has no characters</source>
        <translation>此字符类是空的</translation>
    </message>
    <message>
        <source>there is nothing here to repeat</source>
        <translation>此处没有可重复的内容</translation>
    </message>
    <message>
        <source>this repetition ends before it begins</source>
        <translation>此重复次数的上限小于下限</translation>
    </message>
    <message>
        <source>tokens cannot be named in a grammar; write their text in quotes</source>
        <translation>语法中不能直接指定词元，请将其文本写在引号中</translation>
    </message>
    <message>
        <source>what is repeated here may be nothing, without end</source>
        <translation>此处重复的内容可以为空，会无限循环</translation>
    </message>
    <message>
        <source>this leads through too many rules</source>
        <translation>此处经过的规则过多</translation>
    </message>
    <message>
        <source>a rule name is expected here: letters, digits and hyphens</source>
        <translation>此处应为规则名（字母、数字和连字符）</translation>
    </message>
    <message>
        <source>a rule name is expected here; to go on with a rule, end the line before with |</source>
        <translation>此处应为规则名；规则要续写到下一行时，请将 | 放在上一行末尾</translation>
    </message>
    <message>
        <source>it contains an incomplete character</source>
        <translation>含有不完整的字符</translation>
    </message>
    <message>
        <source>this range is reversed</source>
        <translation>此范围的首尾颠倒</translation>
    </message>
    <message>
        <source>there is no rule called “root”, where every grammar begins</source>
        <translation>缺少名为“root”的规则，语法必须由它开始</translation>
    </message>
    <message>
        <source>there is no rule called “{name}”</source>
        <translation>没有名为“{name}”的规则</translation>
    </message>
    <message>
        <source>the rule “{name}” is defined twice</source>
        <translation>规则“{name}”被定义了两次</translation>
    </message>
    <message>
        <source>the rule “{name}” begins with itself</source>
        <translation>规则“{name}”以自身开头</translation>
    </message>
    <message>
        <source>this has more than {n} possible beginnings</source>
        <translation>此处的开头有超过 {n} 种可能</translation>
    </message>
    <message>
        <source>at most {n} repetitions are possible</source>
        <translation>最多可重复 {n} 次</translation>
    </message>
    <message>
        <source>groups are nested more than {n} deep</source>
        <translation>括号嵌套超过 {n} 层</translation>
    </message>
    <message>
        <source>with its repetitions it becomes too large</source>
        <translation>算上重复后过大</translation>
    </message>
    <message>
        <source>it has more than {n} KB of text</source>
        <translation>文本超过 {n} KB</translation>
    </message>
    <message>
        <source>it has more than {n} rules</source>
        <translation>规则超过 {n} 条</translation>
    </message>
    <message>
        <source>this model cannot write what it wants</source>
        <translation>此模型写不出所要求的内容</translation>
    </message>
    <message>
        <source>llama.cpp refused it</source>
        <translation>llama.cpp 不接受</translation>
    </message>
    <message>
        <source>the reply that is to be continued does not follow it</source>
        <translation>要继续的回复不符合此格式</translation>
    </message>
    <message>
        <source>it is not JSON: {why}</source>
        <translation>不是 JSON：{why}</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套层次过深</translation>
    </message>
    <message>
        <source>it has too many parts, references counted</source>
        <translation>组成部分过多（引用的部分也计入）</translation>
    </message>
    <message>
        <source>{name} is not supported</source>
        <translation>不支持 {name}</translation>
    </message>
    <message>
        <source>false allows nothing</source>
        <translation>false 不允许任何内容</translation>
    </message>
    <message>
        <source>it is not a schema</source>
        <translation>不是 Schema</translation>
    </message>
    <message>
        <source>{name} is not a type of JSON</source>
        <translation>{name} 不是 JSON 类型</translation>
    </message>
    <message>
        <source>there is no {name}</source>
        <translation>没有 {name}</translation>
    </message>
    <message>
        <source>only references into the schema itself, with #, can be followed</source>
        <translation>只支持以 # 指向此 Schema 内部的引用</translation>
    </message>
    <message>
        <source>{name} is given twice, with different values</source>
        <translation>{name} 出现两次，且值不同</translation>
    </message>
    <message>
        <source>at most {n} is possible</source>
        <translation>不能超过 {n}</translation>
    </message>
    <message>
        <source>it is not a non-empty list</source>
        <translation>不是非空的列表</translation>
    </message>
    <message>
        <source>numbers with a fraction can only be bounded by whole numbers</source>
        <translation>小数的上下限只能是整数</translation>
    </message>
    <message>
        <source>there is no value of its type</source>
        <translation>没有符合其类型的值</translation>
    </message>
    <message>
        <source>it is not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>it is not a whole number of 0 or more</source>
        <translation>不是 0 或更大的整数</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>不是对象</translation>
    </message>
    <message>
        <source>it is not a list of names</source>
        <translation>不是名称列表</translation>
    </message>
    <message>
        <source>no array can have so many items</source>
        <translation>数组不可能有这么多项</translation>
    </message>
    <message>
        <source>there is no number between its bounds</source>
        <translation>上下限之间没有数字</translation>
    </message>
    <message>
        <source>a bound of its numbers has too many digits</source>
        <translation>数字的上限或下限位数过多</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Choose the model that answers (Ctrl+L)</source>
        <translation>选择用来回答的模型（Ctrl+L）</translation>
    </message>
    <message>
        <source>Show or hide the list of chats (Ctrl+B)</source>
        <translation>显示或隐藏对话列表（Ctrl+B）</translation>
    </message>
    <message>
        <source>Show or hide the list of chats</source>
        <translation>显示或隐藏对话列表</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>此对话的设置</translation>
    </message>
    <message>
        <source>Settings of this chat…</source>
        <translation>此对话的设置…</translation>
    </message>
    <message>
        <source>Ask documents</source>
        <translation>询问文档</translation>
    </message>
    <message>
        <source>Save as assistant…</source>
        <translation>保存为助手…</translation>
    </message>
    <message>
        <source>Export this chat…</source>
        <translation>导出此对话…</translation>
    </message>
    <message>
        <source>What the model sees…</source>
        <translation>模型看到的内容…</translation>
    </message>
    <message>
        <source>More about this chat</source>
        <translation>此对话的更多操作</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Temporary chat: not written to disk, gone when Puna closes (Ctrl+Shift+T)</source>
        <translation>临时对话：不写入磁盘，关闭 Puna 后消失（Ctrl+Shift+T）</translation>
    </message>
    <message>
        <source>Assistant: {name}</source>
        <translation>助手：{name}</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Model: {title}</source>
        <translation>模型：{title}</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>All models, and more of them…</source>
        <translation>全部模型和更多模型…</translation>
    </message>
    <message>
        <source>Previous source (Shift+F4)</source>
        <translation>上一个来源（Shift+F4）</translation>
    </message>
    <message>
        <source>Next source (F4)</source>
        <translation>下一个来源（F4）</translation>
    </message>
    <message>
        <source>Copy the passage</source>
        <translation>复制段落</translation>
    </message>
    <message>
        <source>Open in its program</source>
        <translation>用默认程序打开</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Mark {n}</source>
        <translation>标记 {n}</translation>
    </message>
    <message>
        <source>Source {n} of {count}</source>
        <translation>来源 {n} / {count}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>HeldHome</name>
    <message>
        <source>Puna is open on the computer “{host}”</source>
        <translation>Puna 已在电脑“{host}”上打开</translation>
    </message>
    <message>
        <source>It uses the same folder: {folder}

Two at the same time can damage your chats. Close Puna there first. If it does not run there any more, start it here all the same.</source>
        <translation>它使用同一个文件夹：{folder}

两处同时使用可能损坏您的对话。请先在那台电脑上关闭 Puna。如果那里已不再运行，可以在这里仍然启动。</translation>
    </message>
    <message>
        <source>Puna is open already and does not answer</source>
        <translation>Puna 已经打开，但没有响应</translation>
    </message>
    <message>
        <source>It uses this folder: {folder}

Look for its window, or wait a moment and try again. If it does not run any more, start it all the same.</source>
        <translation>它使用此文件夹：{folder}

请找到它的窗口，或稍等片刻再试。如果它已不再运行，可以仍然启动。</translation>
    </message>
    <message>
        <source>Start all the same</source>
        <translation>仍然启动</translation>
    </message>
</context>
<context>
    <name>HitCard</name>
    <message>
        <source>{n}.</source>
        <translation>{n}.</translation>
    </message>
</context>
<context>
    <name>HubWords</name>
    <message>
        <source>Puna is offline</source>
        <translation>Puna 处于离线状态</translation>
    </message>
    <message>
        <source>The switch in the settings forbids every network call.</source>
        <translation>设置中的开关禁止一切网络访问。</translation>
    </message>
    <message>
        <source>Turn it off to search and download.</source>
        <translation>要搜索和下载，请关闭它。</translation>
    </message>
    <message>
        <source>The network does not answer</source>
        <translation>网络没有响应</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>无法连接 {host}：{reason}。</translation>
    </message>
    <message>
        <source>Check the connection and the proxy, or set another address for the hub.</source>
        <translation>请检查网络连接和代理，或为模型库设置其他地址。</translation>
    </message>
    <message>
        <source>{name} is not on the hub, or it is private.</source>
        <translation>模型库中没有 {name}，或它是私有的。</translation>
    </message>
    <message>
        <source>Check its name; for a private one, give Puna a token that may read it.</source>
        <translation>请检查名称；如果是私有的，请给 Puna 一个有读取权限的令牌。</translation>
    </message>
    <message>
        <source>The makers of {name} ask to accept their terms first.</source>
        <translation>{name} 的作者要求先接受条款。</translation>
    </message>
    <message>
        <source>Accept them on the hub&apos;s page, then give Puna your token.</source>
        <translation>请在模型库的页面上接受条款，然后把令牌交给 Puna。</translation>
    </message>
    <message>
        <source>Your token is not valid for {name}, or may not read it.</source>
        <translation>您的令牌对 {name} 无效，或没有读取权限。</translation>
    </message>
    <message>
        <source>Make a token that may read at the hub, and give it to Puna.</source>
        <translation>请在模型库创建有读取权限的令牌，并交给 Puna。</translation>
    </message>
    <message>
        <source>The hub is too busy to give {name}, or has a fault of its own.</source>
        <translation>模型库太忙，暂时无法提供 {name}，或自身有故障。</translation>
    </message>
    <message>
        <source>Try again in a few minutes. With a token, the hub allows more.</source>
        <translation>请过几分钟再试。有令牌时，模型库允许的请求更多。</translation>
    </message>
    <message>
        <source>The hub refused</source>
        <translation>模型库拒绝了请求</translation>
    </message>
    <message>
        <source>Try again; if it stays so, tell the owner of the repository.</source>
        <translation>请重试；如果仍然如此，请告知仓库的所有者。</translation>
    </message>
    <message>
        <source>What arrived of {name} is not the file on the hub, twice.</source>
        <translation>两次收到的 {name} 都与模型库中的文件不符。</translation>
    </message>
    <message>
        <source>The hub has another file in the place of {name} now.</source>
        <translation>模型库中的 {name} 已换成另一个文件。</translation>
    </message>
    <message>
        <source>Open the repository again, and get the new one.</source>
        <translation>请重新打开仓库，下载新的文件。</translation>
    </message>
    <message>
        <source>{name} is not as large as the hub says.</source>
        <translation>{name} 的大小与模型库所说的不符。</translation>
    </message>
    <message>
        <source>The server sends other parts of {name} than asked for.</source>
        <translation>服务器发来的不是所要的 {name} 部分。</translation>
    </message>
    <message>
        <source>A web page came instead of {name}.</source>
        <translation>收到的是网页，不是 {name}。</translation>
    </message>
    <message>
        <source>If this network asks you to sign in, do so in a browser, then resume.</source>
        <translation>如果这个网络要求登录，请在浏览器中登录，然后继续。</translation>
    </message>
    <message>
        <source>Nothing came of {name} any more.</source>
        <translation>{name} 不再有数据传来。</translation>
    </message>
    <message>
        <source>Check the connection, then resume. What has come is kept.</source>
        <translation>请检查网络连接，然后继续。已收到的部分会保留。</translation>
    </message>
    <message>
        <source>The download failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>it refuses the connection</source>
        <translation>拒绝连接</translation>
    </message>
    <message>
        <source>its name is not known</source>
        <translation>找不到这个域名</translation>
    </message>
    <message>
        <source>its name cannot be looked up now</source>
        <translation>现在无法解析域名</translation>
    </message>
    <message>
        <source>there is no network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>the connection broke off</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>a web page came instead of its answer</source>
        <translation>收到的是网页，不是它的回答</translation>
    </message>
    <message>
        <source>what answers there is no hub of models</source>
        <translation>那里不是模型库</translation>
    </message>
    <message>
        <source>the proxy asks for a name and a password</source>
        <translation>代理要求用户名和密码</translation>
    </message>
    <message>
        <source>it redirects to an unencrypted address</source>
        <translation>它转到了未加密的地址</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>In its settings, under data controls, ask for an export. The .zip file that comes by mail can be chosen as it is.</source>
        <translation>在其设置的“数据管理”中申请导出。邮件中收到的 .zip 文件可以直接选择。</translation>
    </message>
    <message>
        <source>In its settings, under chats, export all chats.</source>
        <translation>在其设置的“对话”中导出全部对话。</translation>
    </message>
    <message>
        <source>Choose the folder .lmstudio/conversations in your home folder.</source>
        <translation>请选择个人文件夹中的 .lmstudio/conversations 文件夹。</translation>
    </message>
    <message>
        <source>Choose a .json file that another Puna exported.</source>
        <translation>请选择其他电脑上的 Puna 导出的 .json 文件。</translation>
    </message>
    <message>
        <source>Everything stays on this computer. Chats that are here already are not added twice.</source>
        <translation>所有内容都留在这台电脑上。已有的对话不会重复添加。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose a file with chats</source>
        <translation>选择对话文件</translation>
    </message>
    <message>
        <source>Exported chats (*.json *.zip)</source>
        <translation>导出的对话 (*.json *.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a folder with chats</source>
        <translation>选择对话文件夹</translation>
    </message>
    <message>
        <source>No chat was added.</source>
        <translation>没有添加对话。</translation>
    </message>
    <message>
        <source>Stopped. What was added stays.</source>
        <translation>已停止。已添加的对话会保留。</translation>
    </message>
    <message>
        <source>No new chats were added.</source>
        <translation>没有添加新对话。</translation>
    </message>
    <message>
        <source>1 chat was added.</source>
        <translation>已添加 1 个对话。</translation>
    </message>
    <message>
        <source>{n} chats were added.</source>
        <translation>已添加 {n} 个对话。</translation>
    </message>
    <message>
        <source>1 chat was here already.</source>
        <translation>1 个对话此前已有。</translation>
    </message>
    <message>
        <source>{n} chats were here already.</source>
        <translation>{n} 个对话此前已有。</translation>
    </message>
    <message>
        <source>1 chat could not be read:</source>
        <translation>1 个对话无法读取：</translation>
    </message>
    <message>
        <source>{n} chats could not be read:</source>
        <translation>{n} 个对话无法读取：</translation>
    </message>
    <message>
        <source>{where}: {reason}</source>
        <translation>{where}：{reason}</translation>
    </message>
</context>
<context>
    <name>ImportModelDialog</name>
    <message>
        <source>Add a model file</source>
        <translation>添加模型文件</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>文件路径</translation>
    </message>
    <message>
        <source>Path of a .gguf file</source>
        <translation>.gguf 文件的路径</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>{model} is in your library.</source>
        <translation>{model} 已加入您的模型。</translation>
    </message>
    <message>
        <source>It cannot be chatted with; its page says why.</source>
        <translation>它不能用于对话，原因见它的页面。</translation>
    </message>
    <message>
        <source>Nothing of it was added.</source>
        <translation>没有添加任何内容。</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>在原处使用</translation>
    </message>
    <message>
        <source>Nothing is copied. Where its drive is away, the model is, too.</source>
        <translation>不复制任何内容。所在的磁盘断开时，模型也不可用。</translation>
    </message>
    <message>
        <source>Link it into the models folder</source>
        <translation>硬链接到模型文件夹</translation>
    </message>
    <message>
        <source>Takes no space; works on the same drive only.</source>
        <translation>不占空间，仅限同一磁盘。</translation>
    </message>
    <message>
        <source>Copy it into the models folder</source>
        <translation>复制到模型文件夹</translation>
    </message>
    <message>
        <source>Takes as much space again, and belongs to Puna.</source>
        <translation>再占用同样大的空间，归 Puna 管理。</translation>
    </message>
</context>
<context>
    <name>InlineEditor</name>
    <message>
        <source>Edit your message</source>
        <translation>编辑消息</translation>
    </message>
    <message>
        <source>Save and send</source>
        <translation>保存并发送</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message>
        <source>The prompt, word for word</source>
        <translation>提示词原文</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>Your documents are searched for passages when you send.</source>
        <translation>发送时会在你的文档中查找段落。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>ItemEditor</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>This name is taken. Choose another one.</source>
        <translation>此名称已被使用，请换一个。</translation>
    </message>
</context>
<context>
    <name>JobDialog</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未做任何更改。</translation>
    </message>
    <message>
        <source>and {number} more</source>
        <translation>另有 {number} 项</translation>
    </message>
    <message>
        <source>{path} ({size})</source>
        <translation>{path}（{size}）</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>JudgePage</name>
    <message>
        <source>What is judged</source>
        <translation>评估内容</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Use the unseen examples</source>
        <translation>用未见示例</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Most examples</source>
        <translation>最多示例数</translation>
    </message>
    <message>
        <source>Also the model alone</source>
        <translation>同时评估仅模型</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Nothing was judged by this yet.</source>
        <translation>还没有这一项的评估结果。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Examples to judge by</source>
        <translation>用于评估的示例</translation>
    </message>
    <message>
        <source>Export results</source>
        <translation>导出结果</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Table for spreadsheets (*.csv)</source>
        <translation>电子表格 (*.csv)</translation>
    </message>
    <message>
        <source>Everything, answers too (*.json)</source>
        <translation>全部内容，含回答 (*.json)</translation>
    </message>
    <message>
        <source>results</source>
        <translation>评估结果</translation>
    </message>
    <message>
        <source>Result of {name} deleted.</source>
        <translation>已删除“{name}”的结果。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{n} examples kept unseen</source>
        <translation>{n} 条留出的未见示例</translation>
    </message>
    <message>
        <source>It learnt all its examples: choose others to judge by.</source>
        <translation>所有示例都已用于学习：请选择别的示例来评估。</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>评估依据</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>JudgeWords</name>
    <message>
        <source>How well it expects the answers</source>
        <translation>对答案的预测程度</translation>
    </message>
    <message>
        <source>Answers, side by side</source>
        <translation>并排比较回答</translation>
    </message>
    <message>
        <source>Exactly the same answer</source>
        <translation>完全一致的回答</translation>
    </message>
    <message>
        <source>Classification</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Names and other entities</source>
        <translation>人名等实体</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Summaries</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>What it has forgotten</source>
        <translation>遗忘了多少</translation>
    </message>
    <message>
        <source>The loss on the answers of the examples: the lower, the better it expects them.</source>
        <translation>示例答案上的损失：越低，说明预测得越准。</translation>
    </message>
    <message>
        <source>It answers; you see each answer beside the expected one.</source>
        <translation>模型逐条回答，并与期望的回答并排显示。</translation>
    </message>
    <message>
        <source>The share of answers that are the expected one to the letter.</source>
        <translation>与期望回答一字不差的比例。</translation>
    </message>
    <message>
        <source>It may answer with one of the labels only. Accuracy, and for each label precision, recall and F1.</source>
        <translation>只允许回答其中一个标签。给出准确率，以及每个标签的精确率、召回率和 F1。</translation>
    </message>
    <message>
        <source>Entities count when their words and their kind are right (seqeval).</source>
        <translation>实体的文字和类别都正确才算对（seqeval）。</translation>
    </message>
    <message>
        <source>BLEU and chrF against the expected translation (sacreBLEU).</source>
        <translation>与期望译文相比的 BLEU 和 chrF（sacreBLEU）。</translation>
    </message>
    <message>
        <source>ROUGE against the expected summary.</source>
        <translation>与期望摘要相比的 ROUGE。</translation>
    </message>
    <message>
        <source>The loss on unrelated English and Chinese texts of Puna&apos;s own. Where it rises much, the model has unlearnt something.</source>
        <translation>在 Puna 自带的无关中英文文本上的损失。如果明显升高，说明模型忘掉了一些东西。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>完全一致</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Macro F1</source>
        <translation>宏平均 F1</translation>
    </message>
    <message>
        <source>Macro precision</source>
        <translation>宏平均精确率</translation>
    </message>
    <message>
        <source>Macro recall</source>
        <translation>宏平均召回率</translation>
    </message>
    <message>
        <source>But for case and signs</source>
        <translation>忽略大小写和标点</translation>
    </message>
    <message>
        <source>Has the answer in it</source>
        <translation>包含答案</translation>
    </message>
    <message>
        <source>Weighted F1</source>
        <translation>加权 F1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Loss, English</source>
        <translation>损失（英文）</translation>
    </message>
    <message>
        <source>Loss, Chinese</source>
        <translation>损失（中文）</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Expected characters</source>
        <translation>期望字符数</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Ended its turn</source>
        <translation>正常结束</translation>
    </message>
    <message>
        <source>The lower the better.</source>
        <translation>越低越好。</translation>
    </message>
    <message>
        <source>The higher the better.</source>
        <translation>越高越好。</translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>LineMaker</name>
    <message>
        <source>How much memory it needs is not known: its header was not given.</source>
        <translation>无法得知需要多少内存：没有读到文件头。</translation>
    </message>
    <message>
        <source>Reading the header of one file, to know its memory and speed…</source>
        <translation>正在读取一个文件的文件头，以了解内存和速度…</translation>
    </message>
    <message>
        <source>It was not made for chats: {purpose}.</source>
        <translation>它不是用于对话的模型：{purpose}。</translation>
    </message>
    <message>
        <source>This Puna cannot load it: {reason}. A newer version may be able to.</source>
        <translation>这个版本的 Puna 无法加载它，缺少：{reason}。新版本也许可以。</translation>
    </message>
    <message>
        <source>None of the files fits into the memory of this computer.</source>
        <translation>没有一个文件能放进这台电脑的内存。</translation>
    </message>
    <message>
        <source>The suggested file takes a context of up to {n} tokens here.</source>
        <translation>推荐的文件在这里最多可用 {n} 个词元的上下文。</translation>
    </message>
    <message>
        <source>To read a page of 500 words it takes {time}.</source>
        <translation>读一页 500 词的文字需要 {time}。</translation>
    </message>
    <message>
        <source>Speed is an estimate until a model has run here.</source>
        <translation>在这里运行过模型之前，速度是估计值。</translation>
    </message>
</context>
<context>
    <name>LinkOpener</name>
    <message>
        <source>Open a link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>This link is not opened.</source>
        <translation>不会打开此链接。</translation>
    </message>
    <message>
        <source>Only web and mail addresses are. It leads to:
{link}</source>
        <translation>只会打开网页和邮件地址。此链接指向：
{link}</translation>
    </message>
    <message>
        <source>Open this address outside Puna?</source>
        <translation>要在 Puna 之外打开此地址吗？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>ListSection</name>
    <message>
        <source>New…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Copy…</source>
        <translation>创建副本…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>It comes with Puna: make a copy to change it.</source>
        <translation>这是 Puna 自带的，如需修改，请先创建副本。</translation>
    </message>
</context>
<context>
    <name>LocalWords</name>
    <message>
        <source>trained for {n} tokens</source>
        <translation>训练长度 {n} 个词元</translation>
    </message>
    <message>
        <source>came with Puna</source>
        <translation>随 Puna 提供</translation>
    </message>
    <message>
        <source>of {program}, read in place</source>
        <translation>属于{program}，在原处读取</translation>
    </message>
    <message>
        <source>its drive is not there</source>
        <translation>磁盘未连接</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>cannot be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>not for chat</source>
        <translation>不能用于对话</translation>
    </message>
    <message>
        <source>The drive or folder it is on is not connected. It is back in the list as soon as that is.</source>
        <translation>它所在的磁盘或文件夹没有连接。重新连接后，它会回到列表中。</translation>
    </message>
    <message>
        <source>The file cannot be used: {reason}.</source>
        <translation>文件不能使用：{reason}。</translation>
    </message>
    <message>
        <source>This Puna cannot load it: {reason}. A newer version may be able to.</source>
        <translation>这个版本的 Puna 无法加载它，缺少：{reason}。新版本也许可以。</translation>
    </message>
    <message>
        <source>It was not made for chats: {purpose}.</source>
        <translation>它不是用于对话的模型：{purpose}。</translation>
    </message>
    <message>
        <source>{size} of memory: {verdict}</source>
        <translation>内存 {size}：{verdict}</translation>
    </message>
    <message>
        <source>a page of 500 words is read in {time}</source>
        <translation>读一页 500 词需要 {time}</translation>
    </message>
    <message>
        <source>Up to {n} tokens fit here.</source>
        <translation>这里最多可用 {n} 个词元。</translation>
    </message>
    <message>
        <source>No context fits into the memory that is free now.</source>
        <translation>现在的可用内存放不下任何上下文。</translation>
    </message>
    <message>
        <source>The speed was measured on this computer.</source>
        <translation>速度在这台电脑上实测得出。</translation>
    </message>
    <message>
        <source>The speed is an estimate until it has run here.</source>
        <translation>在这里运行过之前，速度是估计值。</translation>
    </message>
    <message>
        <source>It has a file for looking at pictures, {name}: images not yet.</source>
        <translation>它有用于看图的文件 {name}：暂不支持图片。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>The same file is also here: {places}</source>
        <translation>同一个文件还在这里：{places}</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>Show figures and the receipt below each reply</source>
        <translation>在每条回复下方显示数据和生成记录</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>The colours of the window.</source>
        <translation>窗口的配色。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>窗口的语言。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Of messages and of what you write.</source>
        <translation>消息和输入内容的文字大小。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Assistants</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Snippets</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Network and models</source>
        <translation>网络和模型</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Downloads: {n} %</source>
        <translation>下载：{n}%</translation>
    </message>
    <message>
        <source>Training: {n} %</source>
        <translation>训练：{n}%</translation>
    </message>
    <message>
        <source>{model} answers instead.</source>
        <translation>改由 {model} 回答。</translation>
    </message>
</context>
<context>
    <name>MessageCard</name>
    <message>
        <source>Text of the message</source>
        <translation>消息文本</translation>
    </message>
    <message>
        <source>Message {n} of {count}, from you</source>
        <translation>第 {n} 条消息，共 {count} 条，来自您</translation>
    </message>
    <message>
        <source>Message {n} of {count}, from Puna</source>
        <translation>第 {n} 条消息，共 {count} 条，来自 Puna</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Puna</source>
        <translation>Puna</translation>
    </message>
    <message>
        <source>The reply failed</source>
        <translation>回复失败</translation>
    </message>
</context>
<context>
    <name>ModelLink</name>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>Hello! What can you help me with?</source>
        <translation>你好！你能帮我做什么？</translation>
    </message>
</context>
<context>
    <name>ModelListView</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Pause the download</source>
        <translation>暂停下载</translation>
    </message>
    <message>
        <source>Resume the download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>can be taught</source>
        <translation>可以微调</translation>
    </message>
    <message>
        <source>Of a kind that can be fine-tuned on this computer.</source>
        <translation>属于可以在这台电脑上微调的类型。</translation>
    </message>
    <message>
        <source>Use in chat</source>
        <translation>用于对话</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>和它对话</translation>
    </message>
    <message>
        <source>Delete ({size})</source>
        <translation>删除（{size}）</translation>
    </message>
    <message>
        <source>Context of new chats</source>
        <translation>新对话的上下文</translation>
    </message>
    <message>
        <source>New chats with this model</source>
        <translation>用这个模型的新对话</translation>
    </message>
    <message>
        <source>Its file</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>{n} GB</source>
        <translation>{n} GB</translation>
    </message>
    <message>
        <source>{n} M</source>
        <translation>{n} M</translation>
    </message>
    <message>
        <source>{n} k</source>
        <translation>{n} k</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原版</translation>
    </message>
    <message>
        <source>Nearly lossless</source>
        <translation>几乎无损</translation>
    </message>
    <message>
        <source>Very good</source>
        <translation>很好</translation>
    </message>
    <message>
        <source>Good balance</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Small, simpler answers</source>
        <translation>小，回答较简单</translation>
    </message>
    <message>
        <source>Very small, often wrong</source>
        <translation>很小，常出错</translation>
    </message>
    <message>
        <source>Unknown quality</source>
        <translation>质量未知</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原版</translation>
    </message>
    <message>
        <source>nearly lossless</source>
        <translation>几乎无损</translation>
    </message>
    <message>
        <source>very good</source>
        <translation>很好</translation>
    </message>
    <message>
        <source>good balance</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>very small</source>
        <translation>很小</translation>
    </message>
    <message>
        <source>{n} parts</source>
        <translation>{n} 个分卷</translation>
    </message>
    <message>
        <source>{file}: {bits} bits a weight, of 16 in the original</source>
        <translation>{file}：每个权重 {bits} 位，原版为 16 位</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>tight</source>
        <translation>勉强</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>{n} words/min</source>
        <translation>{n} 词/分</translation>
    </message>
    <message>
        <source>{n} words/s</source>
        <translation>{n} 词/秒</translation>
    </message>
    <message>
        <source>under a second</source>
        <translation>不到一秒</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>many more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>{n} languages</source>
        <translation>{n} 种语言</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>your folder</source>
        <translation>您的文件夹</translation>
    </message>
    <message>
        <source>{n} downloads</source>
        <translation>下载 {n} 次</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>{size} memory · {kind}</source>
        <translation>{size} 内存 · {kind}</translation>
    </message>
    <message>
        <source>{model} deleted. {size} are free once the trash is emptied.</source>
        <translation>已删除 {model}。清空回收站后可释放 {size}。</translation>
    </message>
    <message>
        <source>{size} are free again.</source>
        <translation>已释放 {size}。</translation>
    </message>
    <message>
        <source>{model} is here.</source>
        <translation>{model} 已下载完成。</translation>
    </message>
    <message>
        <source>Search the hub for models</source>
        <translation>在模型库中搜索模型</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>这台电脑放得下</translation>
    </message>
    <message>
        <source>Judged by the size in its name; exactly once it is opened.</source>
        <translation>按名称中的大小判断；打开后给出准确结果。</translation>
    </message>
    <message>
        <source>Truly open</source>
        <translation>真正开源</translation>
    </message>
    <message>
        <source>Weights, code and data are published.</source>
        <translation>权重、代码和数据都已公开。</translation>
    </message>
    <message>
        <source>Commercial use</source>
        <translation>可商用</translation>
    </message>
    <message>
        <source>Its terms let a company use it, some within limits.</source>
        <translation>条款允许公司使用，有些有限制。</translation>
    </message>
</context>
<context>
    <name>Moment</name>
    <message>
        <source>Today, {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>Yesterday, {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
<context>
    <name>MoreFields</name>
    <message>
        <source>Think first</source>
        <translation>先思考</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Adapters (LoRA)</source>
        <translation>适配器（LoRA）</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Model&apos;s default</source>
        <translation>模型默认</translation>
    </message>
    <message>
        <source>Whether the model thinks before it answers, if it can be told.</source>
        <translation>回答前是否思考，仅对支持此选项的模型有效。</translation>
    </message>
    <message>
        <source>Small files that change how the model writes. A scale of 1 is as trained.</source>
        <translation>改变模型写作方式的小文件。强度 1 即训练时的强度。</translation>
    </message>
    <message>
        <source>This model has no switch for thinking.</source>
        <translation>此模型不支持设置是否思考。</translation>
    </message>
    <message>
        <source>Full context: {policy}</source>
        <translation>上下文已满时：{policy}</translation>
    </message>
    <message>
        <source>1 adapter</source>
        <translation>1 个适配器</translation>
    </message>
    <message>
        <source>{n} adapters</source>
        <translation>{n} 个适配器</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Rename the collection</source>
        <translation>重命名文档集</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新建文档集</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
</context>
<context>
    <name>NetworkBar</name>
    <message>
        <source>https://address of another hub</source>
        <translation>https://其他模型库的地址</translation>
    </message>
    <message>
        <source>Another address of the hub</source>
        <translation>模型库的其他地址</translation>
    </message>
    <message>
        <source>Use this address</source>
        <translation>使用这个地址</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Go online</source>
        <translation>联网</translation>
    </message>
    <message>
        <source>Puna is offline. Nothing is asked of the network.</source>
        <translation>Puna 处于离线状态，不会访问网络。</translation>
    </message>
    <message>
        <source>The models on this computer work as ever.</source>
        <translation>这台电脑上的模型照常可用。</translation>
    </message>
    <message>
        <source>Try again, or another address of the hub. No token is sent to it.</source>
        <translation>请重试，或换一个模型库地址。令牌不会发送到那里。</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Offline: nothing is asked of the network</source>
        <translation>离线：不访问网络</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Use the usual one</source>
        <translation>用默认文件夹</translation>
    </message>
    <message>
        <source>In use: {address}</source>
        <translation>当前使用：{address}</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
    <message>
        <source>Folder for models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Puna asks the network only when you search for a model or download one; chats never leave this computer. With this switch not even that is possible.</source>
        <translation>只有在您搜索或下载模型时，Puna 才访问网络；对话从不离开这台电脑。打开这个开关后，连搜索和下载也不可能。</translation>
    </message>
    <message>
        <source>Downloads at once</source>
        <translation>同时下载数</translation>
    </message>
    <message>
        <source>The others wait for their turn.</source>
        <translation>其余的排队等候。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Empty for huggingface.co, or what HF_ENDPOINT names.</source>
        <translation>留空则使用 huggingface.co，或 HF_ENDPOINT 指定的地址。</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Only for models whose makers want you to accept terms first.</source>
        <translation>仅用于作者要求先接受条款的模型。</translation>
    </message>
    <message>
        <source>Folder for new models</source>
        <translation>新模型的文件夹</translation>
    </message>
    <message>
        <source>Other folders with models</source>
        <translation>其他存放模型的文件夹</translation>
    </message>
    <message>
        <source>Downloads and copies go there. Models stay where they are now.</source>
        <translation>下载和复制的模型放在那里。已有的模型留在原处。</translation>
    </message>
</context>
<context>
    <name>NewButton</name>
    <message>
        <source>New chat</source>
        <translation>新建对话</translation>
    </message>
    <message>
        <source>Start a new chat (Ctrl+N)</source>
        <translation>新建对话（Ctrl+N）</translation>
    </message>
    <message>
        <source>Other kinds of new chats</source>
        <translation>其他新建选项</translation>
    </message>
    <message>
        <source>Temporary chats, assistants and folders</source>
        <translation>临时对话、助手和文件夹</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>新建临时对话</translation>
    </message>
    <message>
        <source>It is kept in memory only, and gone when Puna closes.</source>
        <translation>只保存在内存中，关闭 Puna 后消失。</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
</context>
<context>
    <name>NewRun</name>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>1 · Examples</source>
        <translation>1 · 示例</translation>
    </message>
    <message>
        <source>2 · Check</source>
        <translation>2 · 检查</translation>
    </message>
    <message>
        <source>3 · Train</source>
        <translation>3 · 训练</translation>
    </message>
</context>
<context>
    <name>NotAnswered</name>
    <message>
        <source>The documents do not contain an answer to this.</source>
        <translation>文档中没有这个问题的答案。</translation>
    </message>
    <message>
        <source>These passages come nearest to your question:</source>
        <translation>这些段落与你的问题最接近：</translation>
    </message>
    <message>
        <source>Hide what the model wrote</source>
        <translation>隐藏模型写的内容</translation>
    </message>
    <message>
        <source>Show what the model wrote</source>
        <translation>显示模型写的内容</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>Attach as text</source>
        <translation>作为文本附上</translation>
    </message>
    <message>
        <source>Do nothing with it</source>
        <translation>不作处理</translation>
    </message>
    <message>
        <source>Ask questions about {name}, with answers that open at the sentence?</source>
        <translation>要向 {name} 提问吗？答案可以点开到原句。</translation>
    </message>
    <message>
        <source>Ask questions about these {n} files and folders?</source>
        <translation>要向这 {n} 个文件和文件夹提问吗？</translation>
    </message>
    <message>
        <source>Ask it</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Ask them</source>
        <translation>提问</translation>
    </message>
</context>
<context>
    <name>OpenArchiveDialog</name>
    <message>
        <source>Open a backup file</source>
        <translation>打开备份文件</translation>
    </message>
    <message>
        <source>Adds the chats, assistants and models of a .puna file to those that are here. Nothing that is here is replaced or changed.</source>
        <translation>将 .puna 文件中的对话、助手和模型添加到现有内容中，不会替换或改动任何现有内容。</translation>
    </message>
    <message>
        <source>A chat that is here already and went on differently there is kept twice. Settings are taken where you have changed none.</source>
        <translation>如果某个对话两边都有但内容不同，两份都会保留。您没有改过的设置会采用文件中的值。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>What was added stays. Open the file again for the rest.</source>
        <translation>已添加的内容会保留。再次打开该文件即可添加其余部分。</translation>
    </message>
    <message>
        <source>New chats: {n}</source>
        <translation>新对话：{n} 个</translation>
    </message>
    <message>
        <source>Chats that were here already: {n}</source>
        <translation>已有的对话：{n} 个</translation>
    </message>
    <message>
        <source>Chats kept twice, because they differ: {n}</source>
        <translation>因内容不同而保留两份的对话：{n} 个</translation>
    </message>
    <message>
        <source>New folders: {n}</source>
        <translation>新文件夹：{n} 个</translation>
    </message>
    <message>
        <source>New assistants: {n}</source>
        <translation>新助手：{n} 个</translation>
    </message>
    <message>
        <source>New snippets: {n}</source>
        <translation>新常用语：{n} 条</translation>
    </message>
    <message>
        <source>New models: {n}</source>
        <translation>新模型：{n} 个</translation>
    </message>
    <message>
        <source>Models that were here already: {n}</source>
        <translation>已有的模型：{n} 个</translation>
    </message>
    <message>
        <source>Settings taken: {n}</source>
        <translation>采用的设置：{n} 项</translation>
    </message>
    <message>
        <source>Chats that could not be read: {n}</source>
        <translation>无法读取的对话：{n} 个</translation>
    </message>
    <message>
        <source>Messages that were damaged in the file: {n}</source>
        <translation>文件中已损坏的消息：{n} 条</translation>
    </message>
    <message>
        <source>The file was opened.</source>
        <translation>文件已打开。</translation>
    </message>
    <message>
        <source>Everything in it was here already.</source>
        <translation>其中的内容这里都已有。</translation>
    </message>
    <message>
        <source>Backups of Puna (*.puna)</source>
        <translation>Puna 备份 (*.puna)</translation>
    </message>
</context>
<context>
    <name>OpennessCard</name>
    <message>
        <source>Is it really open?</source>
        <translation>是真开源，还是伪开源？</translation>
    </message>
    <message>
        <source>May my company use it?</source>
        <translation>我的公司可以用吗？</translation>
    </message>
    <message>
        <source>The original model: {id}</source>
        <translation>原始模型：{id}</translation>
    </message>
    <message>
        <source>trained further by somebody else</source>
        <translation>由他人继续训练</translation>
    </message>
    <message>
        <source>{question} {answer}</source>
        <translation>{question} {answer}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>来源：{name}</translation>
    </message>
    <message>
        <source>The tag of this repository says something else</source>
        <translation>这个仓库的标签与此不符</translation>
    </message>
    <message>
        <source>What its licence asks, and the definitions of open</source>
        <translation>许可证的要求，以及“开源”的定义</translation>
    </message>
    <message>
        <source>What its licence asks: {name}</source>
        <translation>许可证的要求：{name}</translation>
    </message>
    <message>
        <source>No open source licence</source>
        <translation>不是开源许可证</translation>
    </message>
    <message>
        <source>because</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Open Source AI Definition 1.0</source>
        <translation>开源人工智能定义 1.0</translation>
    </message>
    <message>
        <source>Model Openness Framework</source>
        <translation>模型开放框架</translation>
    </message>
    <message>
        <source>Above {n} users a month, its maker must be asked.</source>
        <translation>月用户超过 {n} 时，须征得作者同意。</translation>
    </message>
    <message>
        <source>Limit of users</source>
        <translation>用户数限制</translation>
    </message>
    <message>
        <source>A list of uses that are forbidden is part of the licence.</source>
        <translation>许可证中包含禁止用途的清单。</translation>
    </message>
    <message>
        <source>Acceptable use policy</source>
        <translation>可接受使用政策</translation>
    </message>
    <message>
        <source>applies</source>
        <translation>适用</translation>
    </message>
</context>
<context>
    <name>OpennessWords</name>
    <message>
        <source>truly open</source>
        <translation>真正开源</translation>
    </message>
    <message>
        <source>open weights</source>
        <translation>仅开放权重</translation>
    </message>
    <message>
        <source>restricted</source>
        <translation>受限</translation>
    </message>
    <message>
        <source>openness unknown</source>
        <translation>开放程度未知</translation>
    </message>
    <message>
        <source>Yes: truly open</source>
        <translation>是：真正开源</translation>
    </message>
    <message>
        <source>Only its weights are open</source>
        <translation>只开放了权重</translation>
    </message>
    <message>
        <source>No: pseudo-open, its terms restrict you</source>
        <translation>否：伪开源，条款有限制</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>可以</translation>
    </message>
    <message>
        <source>Yes, within its terms</source>
        <translation>可以，须遵守条款</translation>
    </message>
    <message>
        <source>No</source>
        <translation>不可以</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Training code</source>
        <translation>训练代码</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>available</source>
        <translation>公开</translation>
    </message>
    <message>
        <source>partly</source>
        <translation>部分公开</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>未公开</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Commercial use</source>
        <translation>商用</translation>
    </message>
    <message>
        <source>Any field of use</source>
        <translation>任何领域</translation>
    </message>
    <message>
        <source>Train others with it</source>
        <translation>用输出训练其他模型</translation>
    </message>
    <message>
        <source>Name its makers</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>Pass it on</source>
        <translation>再分发</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>部分要求</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>不要求</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>within limits</source>
        <translation>有限制</translation>
    </message>
    <message>
        <source>no</source>
        <translation>不允许</translation>
    </message>
    <message>
        <source>met</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>not met</source>
        <translation>不符合</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>class {n}</source>
        <translation>{n} 类</translation>
    </message>
    <message>
        <source>Open science: everything is published.</source>
        <translation>开放科学：全部公开。</translation>
    </message>
    <message>
        <source>Open tooling: weights, code and tests are published.</source>
        <translation>开放工具：公开了权重、代码和测试。</translation>
    </message>
    <message>
        <source>Open model: weights and what describes them are published.</source>
        <translation>开放模型：公开了权重及其说明。</translation>
    </message>
    <message>
        <source>It does not reach the lowest class.</source>
        <translation>达不到最低的一类。</translation>
    </message>
    <message>
        <source>Not known.</source>
        <translation>未知。</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Made from your own examples</source>
        <translation>由您自己的示例训练而成</translation>
    </message>
</context>
<context>
    <name>OverflowCard</name>
    <message>
        <source>This chat has outgrown its context</source>
        <translation>此对话已超出上下文</translation>
    </message>
    <message>
        <source>Leave out the oldest</source>
        <translation>略去最早的内容</translation>
    </message>
    <message>
        <source>Summarise the oldest</source>
        <translation>概括最早的内容</translation>
    </message>
    <message>
        <source>Change my message</source>
        <translation>修改我的消息</translation>
    </message>
    <message>
        <source>From now on, do the same in this chat without asking</source>
        <translation>此对话今后都这样处理，不再询问</translation>
    </message>
    <message>
        <source>Make room for {n} tokens</source>
        <translation>扩大到 {n} 个词元</translation>
    </message>
    <message>
        <source>Nothing is left out. It takes more memory, in other chats too: the context size in Settings is changed.</source>
        <translation>不略去任何内容。会占用更多内存，其他对话也是如此，因为设置中的上下文长度会随之改变。</translation>
    </message>
    <message>
        <source>The model no longer sees {turns} of {all} turns, {tokens} tokens. You still do: they stay in the chat, above a line.</source>
        <translation>{all} 轮对话中，模型不再看到最早的 {turns} 轮，共 {tokens} 个词元。您仍能看到：它们留在对话中的分隔线上方。</translation>
    </message>
    <message>
        <source>The model first reads {turns} of {all} turns, {tokens} tokens, and writes a summary that it sees in their place. It takes longer, and details are lost.</source>
        <translation>{all} 轮对话中，模型先读取最早的 {turns} 轮，共 {tokens} 个词元，写成摘要来代替它们。需要更长时间，并会丢失细节。</translation>
    </message>
    <message>
        <source>Nothing is left out. You make your last message shorter.</source>
        <translation>不略去任何内容。由您缩短最后一条消息。</translation>
    </message>
    <message>
        <source>It has {tokens} tokens, and the model has room for {room}.</source>
        <translation>对话共 {tokens} 个词元，而模型只能容纳 {room} 个。</translation>
    </message>
    <message>
        <source>The model has room for {room} tokens.</source>
        <translation>模型只能容纳 {room} 个词元。</translation>
    </message>
    <message>
        <source>It could not be summarised: {reason}.</source>
        <translation>无法写成摘要：{reason}。</translation>
    </message>
    <message>
        <source>Nothing was left out, and the reply is not finished.</source>
        <translation>没有略去任何内容，回复尚未完成。</translation>
    </message>
    <message>
        <source>Nothing was left out, and your message was not answered yet.</source>
        <translation>没有略去任何内容，您的消息尚未得到回答。</translation>
    </message>
    <message>
        <source>Your last message and this reply alone are too long.</source>
        <translation>仅最后一条消息和这条回复就已过长。</translation>
    </message>
    <message>
        <source>Your last message alone is too long.</source>
        <translation>仅最后一条消息就已过长。</translation>
    </message>
</context>
<context>
    <name>OverflowChoice</name>
    <message>
        <source>As in Settings</source>
        <translation>按全局设置</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>询问我</translation>
    </message>
    <message>
        <source>Leave out the oldest</source>
        <translation>略去最早的内容</translation>
    </message>
    <message>
        <source>Summarise the oldest</source>
        <translation>概括最早的内容</translation>
    </message>
    <message>
        <source>When a chat outgrows its context</source>
        <translation>对话超出上下文时</translation>
    </message>
    <message>
        <source>The chat itself stays whole. What the model no longer sees is marked in it, and a summary can be read.</source>
        <translation>对话本身保持完整。模型不再看到的部分会在对话中标出，摘要也可以查看。</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Thought for a moment</source>
        <translation>已思考</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
    <message>
        <source>Show the thinking</source>
        <translation>显示思考过程</translation>
    </message>
    <message>
        <source>Hide the thinking</source>
        <translation>隐藏思考过程</translation>
    </message>
    <message>
        <source>The rest of a very long message</source>
        <translation>超长消息的其余部分</translation>
    </message>
    <message>
        <source>Show all ({size})</source>
        <translation>显示全部（{size}）</translation>
    </message>
</context>
<context>
    <name>PartWords</name>
    <message>
        <source>the architecture {name}</source>
        <translation>架构 {name}</translation>
    </message>
    <message>
        <source>the tokenizer {name}</source>
        <translation>分词器 {name}</translation>
    </message>
    <message>
        <source>the pre-tokenizer {name}</source>
        <translation>预分词器 {name}</translation>
    </message>
    <message>
        <source>the part {name}</source>
        <translation>分卷 {name}</translation>
    </message>
    <message>
        <source>the name of an architecture</source>
        <translation>架构的名称</translation>
    </message>
    <message>
        <source>a file of its own for the part that looks at pictures, which is inside it</source>
        <translation>看图部分的单独文件（这里合在了一起）</translation>
    </message>
    <message>
        <source>an embedding model, made for search</source>
        <translation>用于搜索的嵌入模型</translation>
    </message>
    <message>
        <source>a draft model, a helper of another model</source>
        <translation>草稿模型，辅助另一个模型</translation>
    </message>
    <message>
        <source>a part of a speech model</source>
        <translation>语音模型的一部分</translation>
    </message>
    <message>
        <source>an adapter, for the model it was made for</source>
        <translation>适配器，须与对应的模型一起使用</translation>
    </message>
    <message>
        <source>a projector for pictures or sound, a part of another model</source>
        <translation>图像或声音的投影器，属于另一个模型</translation>
    </message>
    <message>
        <source>an importance matrix, made for quantising a model</source>
        <translation>用于量化的重要性矩阵</translation>
    </message>
    <message>
        <source>it is not made to continue a text</source>
        <translation>不是用来续写文本的</translation>
    </message>
    <message>
        <source>a model without a vocabulary, which cannot read text</source>
        <translation>没有词表，无法读取文本</translation>
    </message>
</context>
<context>
    <name>PassageCard</name>
    <message>
        <source>[{n}]</source>
        <translation>[{n}]</translation>
    </message>
    <message>
        <source>Passage {n}</source>
        <translation>段落 {n}</translation>
    </message>
</context>
<context>
    <name>PassageList</name>
    <message>
        <source>{passages} more</source>
        <translation>还有{passages}</translation>
    </message>
</context>
<context>
    <name>PassageReasons</name>
    <message>
        <source>[{n}]</source>
        <translation>[{n}]</translation>
    </message>
    <message>
        <source>Passages and why they were chosen</source>
        <translation>段落及选中的原因</translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message>
        <source>Paste or write examples</source>
        <translation>粘贴或编写示例</translation>
    </message>
    <message>
        <source>One example a line as JSON, a table with a line of headings, or plain text to be learnt as it stands.</source>
        <translation>每行一条 JSON 示例，或带标题行的表格，或按原样学习的纯文本。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>That is too much text for this box. Save it as a file and choose that.</source>
        <translation>文本太多，这里放不下。请存为文件再选择。</translation>
    </message>
</context>
<context>
    <name>PlainBox</name>
    <message>
        <source>That is too much text: {size} MB. A message can have 1 MB. Nothing was added.</source>
        <translation>文本过长：共 {size} MB，一条消息最多 1 MB。未添加任何内容。</translation>
    </message>
</context>
<context>
    <name>Popup</name>
    <message>
        <source>{name}, {n} of {count}</source>
        <translation>{name}，第 {n} 项，共 {count} 项</translation>
    </message>
</context>
<context>
    <name>PresetButton</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Save these settings as a preset…</source>
        <translation>将这些设置存为预设…</translation>
    </message>
    <message>
        <source>My preset</source>
        <translation>我的预设</translation>
    </message>
</context>
<context>
    <name>PresetChoice</name>
    <message>
        <source>Precise</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Creative</source>
        <translation>创意</translation>
    </message>
</context>
<context>
    <name>PresetEditor</name>
    <message>
        <source>Edit the preset</source>
        <translation>编辑预设</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>新建预设</translation>
    </message>
    <message>
        <source>For example: Short and sober</source>
        <translation>例如：简短平实</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>How replies are written</source>
        <translation>回复的生成方式</translation>
    </message>
</context>
<context>
    <name>PresetsPage</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>A preset is a named way to write: how surprising, how repetitive, what to avoid. Choose one in the settings of replies, of a chat or of an assistant.</source>
        <translation>预设是一组有名称的生成设置：回复有多出人意料、多少重复、避免什么。可在回复、对话或助手的设置中选用。</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>暂无内容。</translation>
    </message>
</context>
<context>
    <name>PrivateDialog</name>
    <message>
        <source>Mask what is private</source>
        <translation>遮盖隐私内容</translation>
    </message>
    <message>
        <source>What is ticked is replaced by a word in brackets, such as [NAME]: the model learns the form and not the person. You can undo it.</source>
        <translation>勾选的内容会换成方括号里的词，例如 [姓名]：模型学到的是形式，而不是具体的人。可以撤销。</translation>
    </message>
    <message>
        <source>Not everything can be found by its form. Look through them.</source>
        <translation>并非所有内容都能按形式找到，请再看一遍。</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮盖</translation>
    </message>
</context>
<context>
    <name>PrivateWords</name>
    <message>
        <source>names</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>phone numbers</source>
        <translation>电话号码</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>e-mail addresses</source>
        <translation>电子邮件地址</translation>
    </message>
    <message>
        <source>order numbers</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>bank accounts</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>card numbers</source>
        <translation>卡号</translation>
    </message>
    <message>
        <source>passwords and keys</source>
        <translation>密码和密钥</translation>
    </message>
    <message>
        <source>{kind} ({n})</source>
        <translation>{kind}（{n}）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Indexing</source>
        <translation>正在建立索引</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>选择模型…</translation>
    </message>
    <message>
        <source>Files are found by their words, and not by meaning yet.</source>
        <translation>目前可按字词查找文件，尚不能按语义查找。</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Searching your documents…</source>
        <translation>正在查找你的文档…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
</context>
<context>
    <name>ReaderPane</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Passage: {text}</source>
        <translation>所引段落：{text}</translation>
    </message>
    <message>
        <source>Text of the page: {text}</source>
        <translation>本页文字：{text}</translation>
    </message>
    <message>
        <source>No program was found to open this file with.</source>
        <translation>找不到可以打开这个文件的程序。</translation>
    </message>
</context>
<context>
    <name>ReaderWords</name>
    <message>
        <source>This is the text as it was read, from {page}.</source>
        <translation>下面是当时读到的文字，位于{page}。</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>文件已经不在原处。</translation>
    </message>
    <message>
        <source>The file cannot be opened.</source>
        <translation>无法打开文件。</translation>
    </message>
    <message>
        <source>The file has changed since, and this passage is not in it any more.</source>
        <translation>文件后来有改动，其中已经没有这个段落。</translation>
    </message>
    <message>
        <source>This passage was not found in the file.</source>
        <translation>在文件中没有找到这个段落。</translation>
    </message>
    <message>
        <source>The file has changed since. A part of the passage is still in it, on {page}.</source>
        <translation>文件后来有改动。这个段落只剩一部分，位于{page}。</translation>
    </message>
    <message>
        <source>The file has changed since. The passage is still in it.</source>
        <translation>文件后来有改动，这个段落仍在其中。</translation>
    </message>
    <message>
        <source>The file has changed since. The passage is now on {page}.</source>
        <translation>文件后来有改动，这个段落现在位于{page}。</translation>
    </message>
    <message>
        <source>This page is very long. A part of it is shown.</source>
        <translation>本页很长，只显示其中一部分。</translation>
    </message>
    <message>
        <source>This page could not be drawn. This is its text.</source>
        <translation>无法绘制这一页，下面是它的文字。</translation>
    </message>
</context>
<context>
    <name>ReadyCard</name>
    <message>
        <source>The adapter is ready</source>
        <translation>适配器已就绪</translation>
    </message>
    <message>
        <source>How strongly it counts</source>
        <translation>作用强度</translation>
    </message>
    <message>
        <source>How strongly it counts, as a number</source>
        <translation>作用强度（数值）</translation>
    </message>
    <message>
        <source>Rank {rank}, {size}.</source>
        <translation>秩 {rank}，{size}。</translation>
    </message>
    <message>
        <source>It is the assistant “{name}”: choose it at New chat.</source>
        <translation>它已成为助手“{name}”：新建对话时可以选用。</translation>
    </message>
    <message>
        <source>It is not better than before on the examples kept unseen: a loss of {before} before, {after} now. The version before stays in use.</source>
        <translation>在留出的未见示例上没有变好：之前损失为 {before}，现在为 {after}。继续使用之前的版本。</translation>
    </message>
    <message>
        <source>On the examples kept unseen its loss fell from {before} to {after}.</source>
        <translation>在留出的未见示例上，损失从 {before} 降到 {after}。</translation>
    </message>
    <message>
        <source>The adapter is not better</source>
        <translation>适配器没有变好</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>backup file</source>
        <translation>备份文件</translation>
    </message>
    <message>
        <source>assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>snippet</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>receipt</source>
        <translation>生成记录</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>context size</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>repository</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>collection</source>
        <translation>文档集</translation>
    </message>
    <message>
        <source>download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>chat {n}</source>
        <translation>第 {n} 个对话</translation>
    </message>
    <message>
        <source>{file}, {chat}</source>
        <translation>{file}，{chat}</translation>
    </message>
    <message>
        <source>there are no chats in it</source>
        <translation>其中没有对话</translation>
    </message>
    <message>
        <source>it has no messages</source>
        <translation>其中没有消息</translation>
    </message>
    <message>
        <source>it is not valid JSON, or cut off</source>
        <translation>不是有效的 JSON，或内容不完整</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套层次过深</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>the archive is damaged</source>
        <translation>压缩包已损坏</translation>
    </message>
    <message>
        <source>the archive is damaged or has a password</source>
        <translation>压缩包已损坏或设有密码</translation>
    </message>
    <message>
        <source>there are more than {n} files in it</source>
        <translation>其中的文件超过 {n} 个</translation>
    </message>
    <message>
        <source>it has more than {n} MiB of text</source>
        <translation>文本超过 {n} MiB</translation>
    </message>
    <message>
        <source>it was written by a newer Puna</source>
        <translation>由更新版本的 Puna 写入</translation>
    </message>
    <message>
        <source>it is not a backup file of Puna</source>
        <translation>不是 Puna 的备份文件</translation>
    </message>
    <message>
        <source>it is damaged or not a backup file of Puna</source>
        <translation>文件已损坏或不是 Puna 的备份文件</translation>
    </message>
    <message>
        <source>{name} in it is damaged</source>
        <translation>其中的 {name} 已损坏</translation>
    </message>
    <message>
        <source>{name} is a file of Puna</source>
        <translation>{name} 是 Puna 自己的文件</translation>
    </message>
    <message>
        <source>the last message leaves no room for a summary</source>
        <translation>最后一条消息没有给摘要留下空间</translation>
    </message>
    <message>
        <source>the summary leaves no room for the reply</source>
        <translation>摘要没有给回复留下空间</translation>
    </message>
    <message>
        <source>the context is too small for that</source>
        <translation>上下文太小</translation>
    </message>
    <message>
        <source>the model wrote no summary</source>
        <translation>模型没有写出摘要</translation>
    </message>
    <message>
        <source>it is no address</source>
        <translation>这不是地址</translation>
    </message>
    <message>
        <source>it is no address of a hub</source>
        <translation>这不是模型库的地址</translation>
    </message>
    <message>
        <source>it must not hold a name, a password or a question mark</source>
        <translation>不能包含用户名、密码或问号</translation>
    </message>
    <message>
        <source>plain http can be read and changed on the way</source>
        <translation>未加密的 http 可能在途中被读取和篡改</translation>
    </message>
    <message>
        <source>it is not made of letters and digits</source>
        <translation>它不是由字母和数字组成的</translation>
    </message>
    <message>
        <source>it is no name of one</source>
        <translation>这不是仓库的名称</translation>
    </message>
    <message>
        <source>{name} is not in Puna&apos;s models folder</source>
        <translation>{name} 不在 Puna 的模型文件夹中</translation>
    </message>
    <message>
        <source>it was removed</source>
        <translation>它已被移除</translation>
    </message>
    <message>
        <source>Regenerate the reply instead: the new one keeps all that is needed.</source>
        <translation>请改为重新生成：新回复会保留所需的全部信息。</translation>
    </message>
    <message>
        <source>it has no name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>it has no name or no text</source>
        <translation>没有名称或没有文本</translation>
    </message>
    <message>
        <source>there is one called {name} already</source>
        <translation>已有名为 {name} 的项</translation>
    </message>
    <message>
        <source>it is not an assistant of Puna</source>
        <translation>不是 Puna 的助手文件</translation>
    </message>
    <message>
        <source>it is not a snippet of Puna</source>
        <translation>不是 Puna 的常用语文件</translation>
    </message>
    <message>
        <source>it is not a preset of Puna or LM Studio</source>
        <translation>不是 Puna 或 LM Studio 的预设文件</translation>
    </message>
    <message>
        <source>the tokens of the reply are not known</source>
        <translation>没有这条回复的词元记录</translation>
    </message>
    <message>
        <source>the file is too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>Choose an export of Puna, ChatGPT, Open WebUI or LM Studio.</source>
        <translation>请选择由 Puna、ChatGPT、Open WebUI 或 LM Studio 导出的文件。</translation>
    </message>
    <message>
        <source>Choose another file, or make the backup file once more.</source>
        <translation>请选择其他文件，或重新制作备份文件。</translation>
    </message>
    <message>
        <source>Copy the backup file once more from where it was made. Nothing was changed.</source>
        <translation>请从原处重新复制备份文件。未做任何更改。</translation>
    </message>
    <message>
        <source>Install the newest Puna, then open the file again.</source>
        <translation>请安装最新版本的 Puna，然后重新打开该文件。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>Write an address as https://huggingface.co.</source>
        <translation>请按 https://huggingface.co 的形式填写地址。</translation>
    </message>
    <message>
        <source>Copy the token from the hub&apos;s settings again.</source>
        <translation>请从模型库的设置中重新复制令牌。</translation>
    </message>
    <message>
        <source>Write it as owner/name.</source>
        <translation>请按“所有者/名称”填写。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Choose another collection.</source>
        <translation>请选择其他文档集。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>请重命名该文件。</translation>
    </message>
</context>
<context>
    <name>ReplayRow</name>
    <message>
        <source>Computes the reply once more with everything as it was, and compares. The chat stays as it is.</source>
        <translation>以完全相同的条件重新计算这条回复，并进行比较。对话不会改变。</translation>
    </message>
    <message>
        <source>Run again exactly</source>
        <translation>精确重现</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Running again… {n} %</source>
        <translation>正在重新计算… {n}%</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>The same again, its only token.</source>
        <translation>完全相同，唯一的词元一致。</translation>
    </message>
    <message>
        <source>The same again, all {n} tokens.</source>
        <translation>完全一致，共 {n} 个词元。</translation>
    </message>
    <message>
        <source>the end of the reply</source>
        <translation>回复结束</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>Different from token {n} on: {then} then, {now} now. {reason}</source>
        <translation>从第 {n} 个词元起不同：当时是{then}，现在是{now}。{reason}</translation>
    </message>
    <message>
        <source>It was made with another version of the engine.</source>
        <translation>当时使用的是另一个版本的引擎。</translation>
    </message>
    <message>
        <source>The messages before it have changed.</source>
        <translation>它之前的消息已经改变。</translation>
    </message>
    <message>
        <source>The batches in which it was read cannot be repeated.</source>
        <translation>当时分批读取的方式无法重现。</translation>
    </message>
    <message>
        <source>It was made with another model file.</source>
        <translation>当时使用的是另一个模型文件。</translation>
    </message>
    <message>
        <source>It was made with other adapters.</source>
        <translation>当时使用的是其他适配器。</translation>
    </message>
    <message>
        <source>It was computed with other settings for speed and memory.</source>
        <translation>当时使用的是另一套速度与内存设置。</translation>
    </message>
    <message>
        <source>It was made with another chat template.</source>
        <translation>当时使用的是另一个对话模板。</translation>
    </message>
    <message>
        <source>It was computed with another number of threads.</source>
        <translation>当时使用的线程数不同。</translation>
    </message>
    <message>
        <source>It went on from a kept state, which cannot be repeated exactly.</source>
        <translation>它是从缓存的状态继续生成的，无法精确重现。</translation>
    </message>
    <message>
        <source>Both were almost equally likely, and rounding decided.</source>
        <translation>两者的概率几乎相同，由舍入误差决定。</translation>
    </message>
    <message>
        <source>Everything known is as it was; other computers round differently.</source>
        <translation>已知的条件都相同，但不同电脑的舍入方式有差异。</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>Waiting for another reply to end…</source>
        <translation>正在等待另一条回复结束…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Opening the model… {n} %</source>
        <translation>正在打开模型… {n}%</translation>
    </message>
    <message>
        <source>Reading the conversation…</source>
        <translation>正在读取对话…</translation>
    </message>
    <message>
        <source>Summarising the oldest turns… {n} %</source>
        <translation>正在概括最早的几轮对话… {n}%</translation>
    </message>
    <message>
        <source>Reading the conversation… {n} %</source>
        <translation>正在读取对话… {n}%</translation>
    </message>
</context>
<context>
    <name>RepliesPage</name>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>For example: Answer briefly and in plain words.</source>
        <translation>例如：请用简单的话简短回答。</translation>
    </message>
    <message>
        <source>Automatic: what suits the model</source>
        <translation>自动：采用适合该模型的设置</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Guess repeated text ahead (drafting)</source>
        <translation>预测重复的文本（推测解码）</translation>
    </message>
    <message>
        <source>Told to the model before every conversation. Empty for none.</source>
        <translation>每次对话之前告诉模型的话。留空则没有。</translation>
    </message>
    <message>
        <source>How replies are written</source>
        <translation>回复的生成方式</translation>
    </message>
    <message>
        <source>Memory and speed</source>
        <translation>内存与速度</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>最长回复</translation>
    </message>
    <message>
        <source>In tokens; a token is about three quarters of an English word.</source>
        <translation>以词元计；一个词元大约是四分之三个英文单词。</translation>
    </message>
    <message>
        <source>Context size</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>How many tokens of a conversation the model sees. More takes more memory.</source>
        <translation>模型能看到对话中的多少个词元。越多越占内存。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Processor cores used for a reply.</source>
        <translation>生成回复时使用的处理器核心数。</translation>
    </message>
    <message>
        <source>Faster where a reply repeats what was written before. It changes no reply.</source>
        <translation>回复重复前文时速度更快，不会改变回复的内容。</translation>
    </message>
</context>
<context>
    <name>RepositoryPage</name>
    <message>
        <source>can be taught</source>
        <translation>可以微调</translation>
    </message>
    <message>
        <source>Of a kind that can be fine-tuned on this computer.</source>
        <translation>属于可以在这台电脑上微调的类型。</translation>
    </message>
    <message>
        <source>updated {day}</source>
        <translation>更新于 {day}</translation>
    </message>
    <message>
        <source>{n} downloads</source>
        <translation>下载 {n} 次</translation>
    </message>
    <message>
        <source>{n} likes</source>
        <translation>{n} 个赞</translation>
    </message>
    <message>
        <source>made from {id}</source>
        <translation>源自 {id}</translation>
    </message>
    <message>
        <source>tag: {name}</source>
        <translation>标签：{name}</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
    <message>
        <source>Asking the hub for its files…</source>
        <translation>正在向模型库查询文件…</translation>
    </message>
    <message>
        <source>There is no file in it that can be chatted with.</source>
        <translation>其中没有可以对话的文件。</translation>
    </message>
    <message>
        <source>It can look at pictures; Puna does not show it any yet.</source>
        <translation>它能看图；Puna 暂不支持图片。</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>{moment}: {chats} chats, {messages} messages</source>
        <translation>{moment}：{chats} 个对话，{messages} 条消息</translation>
    </message>
    <message>
        <source>This backup takes the place of all chats, folders and assistants that are here now. Settings and models stay as they are.</source>
        <translation>此备份将取代现有的全部对话、文件夹和助手。设置和模型保持不变。</translation>
    </message>
    <message>
        <source>What is here now is not lost: it is kept as a copy, which you find in the list of backups and can restore in the same way.</source>
        <translation>现有内容不会丢失：它会另存为一份备份，列在备份列表中，可用同样的方式恢复。</translation>
    </message>
    <message>
        <source>A reply is being written. Stop it or wait for its end, then restore.</source>
        <translation>正在生成回复。请停止它或等它结束后再恢复。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The backup was restored.</source>
        <translation>备份已恢复。</translation>
    </message>
    <message>
        <source>What was here before is the first in the list of backups.</source>
        <translation>恢复前的内容是备份列表中的第一项。</translation>
    </message>
</context>
<context>
    <name>ResultDetail</name>
    <message>
        <source>The result in full</source>
        <translation>完整结果</translation>
    </message>
    <message>
        <source>{n} rows could not be judged.</source>
        <translation>有 {n} 行无法评估。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>按标签</translation>
    </message>
    <message>
        <source>(none of them)</source>
        <translation>（都不是）</translation>
    </message>
    <message>
        <source>is ↓  taken for →</source>
        <translation>实际 ↓  判为 →</translation>
    </message>
    <message>
        <source>What was taken for what</source>
        <translation>混淆情况</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>{title}, {when}: {excerpt}</source>
        <translation>{title}，{when}：{excerpt}</translation>
    </message>
    <message>
        <source>What was judged</source>
        <translation>评估对象</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Texts of Puna</source>
        <translation>Puna 自带的文本</translation>
    </message>
    <message>
        <source>{figure}, the best</source>
        <translation>{figure}，最好</translation>
    </message>
</context>
<context>
    <name>RootsView</name>
    <message>
        <source>Added folders and files</source>
        <translation>已添加的文件夹和文件</translation>
    </message>
    <message>
        <source>Nothing was added yet.</source>
        <translation>尚未添加任何内容。</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>查找更改</translation>
    </message>
    <message>
        <source>Which files…</source>
        <translation>读取哪些文件…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>only {names}</source>
        <translation>仅限 {names}</translation>
    </message>
    <message>
        <source>not {names}</source>
        <translation>不含 {names}</translation>
    </message>
    <message>
        <source>All files that Puna reads</source>
        <translation>Puna 能读取的所有文件</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>单个文件</translation>
    </message>
    <message>
        <source>Its files are kept; they are looked at again once it is there.</source>
        <translation>其文件会保留，待它可用时再重新查看。</translation>
    </message>
    <message>
        <source>not there now</source>
        <translation>目前不可用</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Puna looks for new, changed and removed files when it starts, and whenever you ask.</source>
        <translation>Puna 会在启动时以及您要求时查找新增、更改和删除的文件。</translation>
    </message>
</context>
<context>
    <name>RowMaker</name>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>There is no model yet.</source>
        <translation>还没有模型。</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>On the hub</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>{detail} · in use</source>
        <translation>{detail} · 使用中</translation>
    </message>
    <message>
        <source>Puna is offline: the hub is not asked.</source>
        <translation>Puna 处于离线状态，不查询模型库。</translation>
    </message>
    <message>
        <source>Type above what you look for, and press Enter.</source>
        <translation>在上方输入要找的内容，按回车键。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>The hub could not be asked.</source>
        <translation>无法查询模型库。</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>没有找到。请减少搜索词。</translation>
    </message>
    <message>
        <source>{n} more do not pass the filters.</source>
        <translation>另有 {n} 个不符合筛选条件。</translation>
    </message>
</context>
<context>
    <name>RunHeader</name>
    <message>
        <source>Name of the run</source>
        <translation>训练的名称</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop and keep best</source>
        <translation>停止并保留最好</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>From its last checkpoint.</source>
        <translation>从最近的检查点继续。</translation>
    </message>
    <message>
        <source>Use in chat</source>
        <translation>用于对话</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Teach it more…</source>
        <translation>继续教它…</translation>
    </message>
    <message>
        <source>Stop without an adapter</source>
        <translation>停止且不要适配器</translation>
    </message>
    <message>
        <source>Its checkpoint stays, to go on from.</source>
        <translation>检查点会保留，以后可以继续。</translation>
    </message>
    <message>
        <source>Export the adapter…</source>
        <translation>导出适配器…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{n} examples</source>
        <translation>{n} 条示例</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>RunLog</name>
    <message>
        <source>Log of the run</source>
        <translation>训练日志</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Paused: the computer runs on its battery. It goes on once it is plugged in.</source>
        <translation>已暂停：电脑正在使用电池，接通电源后会继续。</translation>
    </message>
    <message>
        <source>It was interrupted, and can go on from its last checkpoint.</source>
        <translation>训练曾被中断，可以从最近的检查点继续。</translation>
    </message>
    <message>
        <source>No checkpoint can be written now: {text} It goes on learning.</source>
        <translation>现在无法写入检查点：{text}训练仍在继续。</translation>
    </message>
</context>
<context>
    <name>RunRows</name>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>can go on</source>
        <translation>可以继续</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>在别处运行</translation>
    </message>
    <message>
        <source>loss {n}</source>
        <translation>损失 {n}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Export the adapter</source>
        <translation>导出适配器</translation>
    </message>
    <message>
        <source>LoRA adapters (*.gguf)</source>
        <translation>LoRA 适配器 (*.gguf)</translation>
    </message>
    <message>
        <source>{name} deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>The adapter is now also in {file}.</source>
        <translation>适配器已另存为 {file}。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>RunWords</name>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{hours}, overnight</source>
        <translation>{hours}，一夜可完成</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} tok/s</source>
        <translation>{n} 词元/秒</translation>
    </message>
    <message>
        <source>It could not go on.</source>
        <translation>无法继续。</translation>
    </message>
    <message>
        <source>The adapter is written and is being checked in the chat&apos;s engine…</source>
        <translation>适配器已写好，正在对话引擎中检验…</translation>
    </message>
    <message>
        <source>Paused. A checkpoint is on disk.</source>
        <translation>已暂停，检查点已存盘。</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>正在学习…</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Starting the trainer…</source>
        <translation>正在启动训练程序…</translation>
    </message>
    <message>
        <source>Reading the model…</source>
        <translation>正在读取模型…</translation>
    </message>
    <message>
        <source>Preparing the examples…</source>
        <translation>正在准备示例…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Stopped. Nothing was kept but its checkpoint.</source>
        <translation>已停止，只保留了检查点。</translation>
    </message>
    <message>
        <source>Finished after {time}.</source>
        <translation>已完成，用时 {time}。</translation>
    </message>
    <message>
        <source>Finished after {time}: it did not get better any more.</source>
        <translation>已完成，用时 {time}：之后不再变好。</translation>
    </message>
    <message>
        <source>Stopped after {time}; the best so far was kept.</source>
        <translation>已停止，用时 {time}；保留了目前最好的结果。</translation>
    </message>
    <message>
        <source>Checked in the chat&apos;s engine: it answers as it was taught there (divergence {with_it}, of the model alone {alone}).</source>
        <translation>已在对话引擎中检验：那里的回答与训练一致（差异 {with_it}，仅模型为 {alone}）。</translation>
    </message>
    <message>
        <source>Step {step}: checkpoint written.</source>
        <translation>第 {step} 步：检查点已写入。</translation>
    </message>
    <message>
        <source>Step {step}: no checkpoint could be written. {text}</source>
        <translation>第 {step} 步：无法写入检查点。{text}</translation>
    </message>
    <message>
        <source>Step {step} was left out: its numbers grew too large. Learning goes on at half the rate, {rate}.</source>
        <translation>第 {step} 步被跳过：数值过大。学习率减半为 {rate}，继续学习。</translation>
    </message>
    <message>
        <source>Paused after step {step}.</source>
        <translation>第 {step} 步之后暂停。</translation>
    </message>
    <message>
        <source>The adapter is written and is being checked.</source>
        <translation>适配器已写好，正在检验。</translation>
    </message>
    <message>
        <source>{n} examples to learn from, {unseen} kept unseen.</source>
        <translation>{n} 条用于学习，{unseen} 条留出不学。</translation>
    </message>
    <message>
        <source>{trained} of {tokens} tokens are learnt.</source>
        <translation>{tokens} 个词元中学习 {trained} 个。</translation>
    </message>
    <message>
        <source>{n} examples are too long and were left out.</source>
        <translation>有 {n} 条示例过长，未采用。</translation>
    </message>
    <message>
        <source>It goes on behind step {step}.</source>
        <translation>从第 {step} 步之后继续。</translation>
    </message>
    <message>
        <source>Step {step}: loss on unseen examples {loss}.</source>
        <translation>第 {step} 步：未见示例上的损失为 {loss}。</translation>
    </message>
    <message>
        <source>The best so far.</source>
        <translation>目前最好。</translation>
    </message>
</context>
<context>
    <name>SamplingFields</name>
    <message>
        <source>A new one each time</source>
        <translation>每次不同</translation>
    </message>
    <message>
        <source>Words to favour or avoid (logit bias)</source>
        <translation>多用或避免的词语（logit bias）</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Higher is more surprising, lower more predictable; 0 is always the same.</source>
        <translation>越高越出人意料，越低越稳定；0 表示每次都相同。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Choose among this many likeliest words; 0 for all.</source>
        <translation>只从这么多个最可能的词中选择；0 表示全部。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Choose among the likeliest words that make up this share; 1 for all.</source>
        <translation>只从累计概率达到此比例的最可能的词中选择；1 表示全部。</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Leave out words this much less likely than the likeliest; 0 for none.</source>
        <translation>排除概率低于最可能的词这一比例的词；0 表示不排除。</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1 makes words that were just used less likely; 1 is off.</source>
        <translation>大于 1 时，刚用过的词更不容易再次出现；1 表示关闭。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed and the same question give the same reply.</source>
        <translation>相同的种子和相同的问题会得到相同的回复。</translation>
    </message>
</context>
<context>
    <name>SamplingWords</name>
    <message>
        <source>temperature {n}</source>
        <translation>温度 {n}</translation>
    </message>
    <message>
        <source>repeat penalty {n} over {count}</source>
        <translation>重复惩罚 {n}（最近 {count} 个）</translation>
    </message>
    <message>
        <source>frequency penalty {n}</source>
        <translation>频率惩罚 {n}</translation>
    </message>
    <message>
        <source>presence penalty {n}</source>
        <translation>存在惩罚 {n}</translation>
    </message>
    <message>
        <source>stop strings: {n}</source>
        <translation>停止字符串：{n} 个</translation>
    </message>
    <message>
        <source>words favoured or avoided: {n}</source>
        <translation>多用或避免的词语：{n} 个</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>SaveArchiveDialog</name>
    <message>
        <source>Move or back up</source>
        <translation>迁移或备份</translation>
    </message>
    <message>
        <source>Writes one file with all chats, folders, assistants, snippets and settings. Keep it in a safe place, or open it in Puna on another computer.</source>
        <translation>将全部对话、文件夹、助手、常用语和设置写入一个文件。您可以妥善保存，或在其他电脑上用 Puna 打开。</translation>
    </message>
    <message>
        <source>The models too</source>
        <translation>包含模型</translation>
    </message>
    <message>
        <source>Working out how large it will be…</source>
        <translation>正在计算文件大小…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>No file was written.</source>
        <translation>没有写入文件。</translation>
    </message>
    <message>
        <source>Everything was written.</source>
        <translation>已全部写入。</translation>
    </message>
    <message>
        <source>Left out, because they lie elsewhere or cannot be read:</source>
        <translation>因位于别处或无法读取而未包含：</translation>
    </message>
    <message>
        <source>To open it: Settings, Your data, Open a backup file.</source>
        <translation>打开方法：设置 → 您的数据 → 打开备份文件。</translation>
    </message>
    <message>
        <source>The model too ({size})</source>
        <translation>包含模型（{size}）</translation>
    </message>
    <message>
        <source>The {n} models too ({size})</source>
        <translation>包含 {n} 个模型（{size}）</translation>
    </message>
    <message>
        <source>The file will have at most about {size}.</source>
        <translation>文件大小最多约为 {size}。</translation>
    </message>
    <message>
        <source>Backups of Puna (*.puna)</source>
        <translation>Puna 备份 (*.puna)</translation>
    </message>
</context>
<context>
    <name>SavePreset</name>
    <message>
        <source>Save as a preset</source>
        <translation>存为预设</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search all chats  {key}</source>
        <translation>搜索全部对话  {key}</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭搜索</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”.</source>
        <translation>没有找到“{text}”。</translation>
    </message>
    <message>
        <source>{count} results so far; older messages are still being read</source>
        <translation>目前有 {count} 条结果，仍在读取较早的消息</translation>
    </message>
    <message>
        <source>The newest {count} results</source>
        <translation>最新的 {count} 条结果</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 条结果</translation>
    </message>
    <message>
        <source>{count} results</source>
        <translation>{count} 条结果</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Find passages</source>
        <translation>查找段落</translation>
    </message>
    <message>
        <source>Also by meaning</source>
        <translation>同时按语义</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Type a question to see which passages an answer would be made from, and why each was found. No model is needed.</source>
        <translation>输入一个问题，即可看到回答会依据哪些段落，以及每段被找到的原因。无需模型。</translation>
    </message>
    <message>
        <source>No passage has words of this question. Try it also by meaning.</source>
        <translation>没有段落包含该问题的字词。请试试同时按语义查找。</translation>
    </message>
    <message>
        <source>No passage has words of this question or is near it in meaning. An answer would say that these documents do not contain it.</source>
        <translation>没有段落包含该问题的字词或与其语义相近。回答会说明这些文档中没有相关内容。</translation>
    </message>
    <message>
        <source>{passages} in {files}.</source>
        <translation>{files}中的 {passages}。</translation>
    </message>
    <message>
        <source>Found by their words alone: nothing is searchable by meaning yet.</source>
        <translation>仅按字词找到：目前尚不能按语义搜索。</translation>
    </message>
    <message>
        <source>{n} % of the passages are searchable by meaning so far.</source>
        <translation>目前有 {n}% 的段落可按语义搜索。</translation>
    </message>
    <message>
        <source>A question for these documents</source>
        <translation>要向这些文档提出的问题</translation>
    </message>
    <message>
        <source>Finds passages that say the same in other words, also in another language.</source>
        <translation>可找到用其他说法甚至其他语言表达相同意思的段落。</translation>
    </message>
</context>
<context>
    <name>SeenBox</name>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>Marked is what it learns: {trained} of {tokens} tokens. The rest it only reads.</source>
        <translation>标出的是它学习的部分：{tokens} 个词元中的 {trained} 个。其余只是读一遍。</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Changes are saved by themselves.</source>
        <translation>更改会自动保存。</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
</context>
<context>
    <name>SetupFields</name>
    <message>
        <source>For example: You correct my English. Show what you changed, and why.</source>
        <translation>例如：请修改我的英文，并说明改了什么、为什么。</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Automatic: as the settings say</source>
        <translation>自动：按全局设置</translation>
    </message>
    <message>
        <source>Told to the model before the conversation.</source>
        <translation>对话开始前告诉模型的话。</translation>
    </message>
    <message>
        <source>In tokens; a token is about three quarters of an English word.</source>
        <translation>以词元计；一个词元大约是四分之三个英文单词。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>最长回复</translation>
    </message>
    <message>
        <source>How replies are written</source>
        <translation>回复的生成方式</translation>
    </message>
    <message>
        <source>As chosen in the window</source>
        <translation>使用窗口中选择的模型</translation>
    </message>
    <message>
        <source>{model} (not found)</source>
        <translation>{model}（未找到）</translation>
    </message>
</context>
<context>
    <name>ShelfView</name>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
</context>
<context>
    <name>SnippetEditor</name>
    <message>
        <source>Edit the snippet</source>
        <translation>编辑常用语</translation>
    </message>
    <message>
        <source>New snippet</source>
        <translation>新建常用语</translation>
    </message>
    <message>
        <source>For example: shorter</source>
        <translation>例如：精简</translation>
    </message>
    <message>
        <source>For example: Say the same in half as many words.</source>
        <translation>例如：请用一半的字数说同样的意思。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type / and this name in a message to put the text in.</source>
        <translation>在消息中输入 / 和此名称即可插入文本。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The name is one word, without spaces and without /.</source>
        <translation>名称不能包含空格和 /。</translation>
    </message>
</context>
<context>
    <name>SnippetPopup</name>
    <message>
        <source>Snippets</source>
        <translation>常用语</translation>
    </message>
</context>
<context>
    <name>SnippetsPage</name>
    <message>
        <source>Snippets</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>A snippet is a text you use often. Type / and its name in a message to put it in.</source>
        <translation>常用语是您经常使用的文本。在消息中输入 / 和它的名称即可插入。</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>暂无内容。</translation>
    </message>
</context>
<context>
    <name>SourcePage</name>
    <message>
        <source>Examples to learn from</source>
        <translation>用来学习的示例</translation>
    </message>
    <message>
        <source>A question, and the answer you would have liked. A few dozen good ones teach a tone or a form; hundreds teach a task. Nothing leaves this computer.</source>
        <translation>一个问题，加上您想要的回答。几十条好示例可以教会语气或格式，几百条可以教会一项任务。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Paste or write…</source>
        <translation>粘贴或编写…</translation>
    </message>
    <message>
        <source>Use this chat</source>
        <translation>使用此对话</translation>
    </message>
    <message>
        <source>Choose chats…</source>
        <translation>选择对话…</translation>
    </message>
    <message>
        <source>Use them</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>The open chat</source>
        <translation>当前对话</translation>
    </message>
    <message>
        <source>Your corrections</source>
        <translation>您的更正</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Examples from another program, in any of the same forms.</source>
        <translation>来自其他程序的示例，形式同上。</translation>
    </message>
    <message>
        <source>Several chats</source>
        <translation>多个对话</translation>
    </message>
    <message>
        <source>Edited and preferred replies count, not those they replaced.</source>
        <translation>以编辑过的和选用的回复为准，被替换的不算。</translation>
    </message>
    <message>
        <source>Or from</source>
        <translation>或来自</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>“{title}”</translation>
    </message>
    <message>
        <source>There is no chat open that could be learnt from.</source>
        <translation>没有打开可供学习的对话。</translation>
    </message>
    <message>
        <source>What “Teach this” collected in your chats: 1 example.</source>
        <translation>“教给模型”在对话中收集的内容：1 条示例。</translation>
    </message>
    <message>
        <source>What “Teach this” collected in your chats: {n} examples.</source>
        <translation>“教给模型”在对话中收集的内容：{n} 条示例。</translation>
    </message>
    <message>
        <source>Nothing yet. “Teach this” below a corrected reply collects them.</source>
        <translation>还没有。更正过的回复下方的“教给模型”会收集它们。</translation>
    </message>
</context>
<context>
    <name>SourcePopup</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>SourcesLine</name>
    <message>
        <source>No passage of your documents fits</source>
        <translation>你的文档中没有合适的段落</translation>
    </message>
    <message>
        <source>All of {files}</source>
        <translation>{files}的全部内容</translation>
    </message>
    <message>
        <source>{passages} from {files}</source>
        <translation>来自 {files}的 {passages}</translation>
    </message>
    <message>
        <source>found by words alone</source>
        <translation>仅按词语查找</translation>
    </message>
    <message>
        <source>Hide the passages</source>
        <translation>隐藏段落</translation>
    </message>
    <message>
        <source>Show the passages</source>
        <translation>显示段落</translation>
    </message>
</context>
<context>
    <name>Sourcing</name>
    <message>
        <source>Reading {name} first…</source>
        <translation>先读取 {name}…</translation>
    </message>
    <message>
        <source>Searching your documents…</source>
        <translation>正在查找你的文档…</translation>
    </message>
</context>
<context>
    <name>SpeedPage</name>
    <message>
        <source>Puna can try how many threads, what batch size and which kind of attention make the chosen model fastest here. Close other programs first. It takes some minutes.</source>
        <translation>Puna 可以测试哪种线程数、批量大小和注意力计算方式能让所选模型在本机最快。请先关闭其他程序，测试需要几分钟。</translation>
    </message>
    <message>
        <source>Speed on this computer</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Puna keeps what a model has read of a chat, so that the chat goes on at once. It is made from your chats, goes with them, and can be cleared at any time.</source>
        <translation>Puna 会缓存模型已读取的对话，以便立即继续。缓存由您的对话生成，随对话一起删除，也可随时清除。</translation>
    </message>
    <message>
        <source>Chats kept ready</source>
        <translation>对话缓存</translation>
    </message>
</context>
<context>
    <name>SpeedSection</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Find the fastest settings</source>
        <translation>查找最快的设置</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>请先选择模型。</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>测试进度</translation>
    </message>
    <message>
        <source>{model} has not been measured yet.</source>
        <translation>{model} 尚未测试。</translation>
    </message>
    <message>
        <source>{model} reads {read} and writes {written} tokens a second.</source>
        <translation>{model} 每秒读取 {read} 个词元，生成 {written} 个词元。</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{n} threads</source>
        <translation>{n} 个线程</translation>
    </message>
    <message>
        <source>{n} tokens read at once</source>
        <translation>每次读取 {n} 个词元</translation>
    </message>
    <message>
        <source>with flash attention</source>
        <translation>使用 Flash Attention</translation>
    </message>
    <message>
        <source>without flash attention</source>
        <translation>不使用 Flash Attention</translation>
    </message>
    <message>
        <source>measured: {when}</source>
        <translation>测试时间：{when}</translation>
    </message>
    <message>
        <source>Replies written meanwhile distort the result.</source>
        <translation>测试期间生成回复会影响结果。</translation>
    </message>
    <message>
        <source>{title}. {text} {advice}</source>
        <translation>{title}。{text}{advice}</translation>
    </message>
</context>
<context>
    <name>StartCard</name>
    <message>
        <source>suggested for this computer</source>
        <translation>推荐给这台电脑</translation>
    </message>
    <message>
        <source>See its files</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>See the files of {model}</source>
        <translation>查看 {model} 的文件</translation>
    </message>
    <message>
        <source>Most likely too big for the memory of this computer.</source>
        <translation>很可能放不进这台电脑的内存。</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>编程</translation>
    </message>
    <message>
        <source>tiny</source>
        <translation>极小</translation>
    </message>
    <message>
        <source>small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>huge</source>
        <translation>巨大</translation>
    </message>
</context>
<context>
    <name>StartLine</name>
    <message>
        <source>Training needs PyTorch, which is not installed here. You can prepare the examples; to train, run this once (about 1 GB), then start Puna again:</source>
        <translation>训练需要 PyTorch，这里尚未安装。示例可以先准备好；要训练，请运行一次以下命令（约 1 GB），然后重新启动 Puna：</translation>
    </message>
    <message>
        <source>Another run is under way. This one can begin once it is over.</source>
        <translation>另一个训练正在进行。结束后才能开始这一个。</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Models for this computer</source>
        <translation>适合这台电脑的模型</translation>
    </message>
    <message>
        <source>There is no model on this computer yet. Begin with one of these:</source>
        <translation>这台电脑上还没有模型。可以从下面的开始：</translation>
    </message>
    <message>
        <source>Choose one on the left, search the hub above, or see one of these:</source>
        <translation>在左边选择，在上方搜索，或看看下面这些：</translation>
    </message>
</context>
<context>
    <name>StatesSection</name>
    <message>
        <source>Nothing</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Clear now</source>
        <translation>立即清除</translation>
    </message>
    <message>
        <source>Used on disk now: {size}</source>
        <translation>目前占用磁盘：{size}</translation>
    </message>
    <message>
        <source>Nothing is on disk now.</source>
        <translation>目前未占用磁盘。</translation>
    </message>
    <message>
        <source>{text} {advice}</source>
        <translation>{text}{advice}</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Kept after a restart; what was used longest ago is deleted first.</source>
        <translation>重新启动后仍会保留；最久未用的最先删除。</translation>
    </message>
    <message>
        <source>On disk, at most</source>
        <translation>磁盘占用上限</translation>
    </message>
    <message>
        <source>For the chats of this session; automatic is a share of what is free.</source>
        <translation>用于本次打开的对话；“自动”取空闲内存的一部分。</translation>
    </message>
    <message>
        <source>In memory, at most</source>
        <translation>内存占用上限</translation>
    </message>
</context>
<context>
    <name>StoreNotices</name>
    <message>
        <source>Nothing can be saved at the moment</source>
        <translation>目前无法保存</translation>
    </message>
    <message>
        <source>{advice} You can read your chats; what you write now stays in memory only.</source>
        <translation>{advice}您可以阅读已有的对话，但现在写的内容只保存在内存中。</translation>
    </message>
    <message>
        <source>Your chats cannot be opened</source>
        <translation>无法打开您的对话</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>{advice} Saving is tried again by itself.</source>
        <translation>{advice}Puna 会自动再次尝试保存。</translation>
    </message>
    <message>
        <source>A reply is not saved yet</source>
        <translation>有一条回复尚未保存</translation>
    </message>
    <message>
        <source>One chat from the meantime is in memory only.</source>
        <translation>其间的 1 个对话只保存在内存中。</translation>
    </message>
    <message>
        <source>{n} chats from the meantime are in memory only.</source>
        <translation>其间的 {n} 个对话只保存在内存中。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Chats are saved again</source>
        <translation>对话已恢复保存</translation>
    </message>
</context>
<context>
    <name>TaughtDialog</name>
    <message>
        <source>Answers to learn from</source>
        <translation>待学习的回答</translation>
    </message>
    <message>
        <source>Collected in your chats for {model}.</source>
        <translation>在对话中为 {model} 收集。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>It said</source>
        <translation>它的回答</translation>
    </message>
    <message>
        <source>It should say</source>
        <translation>应当回答</translation>
    </message>
    <message>
        <source>Do not learn this</source>
        <translation>不学这一条</translation>
    </message>
    <message>
        <source>It will not be learnt.</source>
        <translation>不会学习这一条。</translation>
    </message>
</context>
<context>
    <name>TeachDialog</name>
    <message>
        <source>Teach this answer</source>
        <translation>教它这样回答</translation>
    </message>
    <message>
        <source>Write the answer as you want it. Puna keeps it on this computer, and a run of Fine-tune learns it when you start one. Teach a manner, not facts that change: those belong into Documents.</source>
        <translation>请写出您想要的回答。Puna 会把它保存在这台电脑上，等您在“微调”中开始训练时学习。适合教语气和方式，而不是会变化的事实：事实请放进“文档”。</translation>
    </message>
    <message>
        <source>You asked: {question}</source>
        <translation>您的问题：{question}</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Teach this</source>
        <translation>教它这样答</translation>
    </message>
</context>
<context>
    <name>TeachLink</name>
    <message>
        <source>Kept to learn from.</source>
        <translation>已留作学习。</translation>
    </message>
    <message>
        <source>Kept to learn from: {n} answers wait for a run of Fine-tune.</source>
        <translation>已留作学习：共有 {n} 条回答等待微调。</translation>
    </message>
</context>
<context>
    <name>TeachOffer</name>
    <message>
        <source>Look…</source>
        <translation>查看…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>{n} new corrections for {model}: train?</source>
        <translation>{model} 有 {n} 条新的更正：要训练吗？</translation>
    </message>
</context>
<context>
    <name>TemporaryBar</name>
    <message>
        <source>Keep this chat</source>
        <translation>保留此对话</translation>
    </message>
    <message>
        <source>This chat cannot be saved at the moment. It goes on in memory only, and is gone when Puna closes.</source>
        <translation>此对话目前无法保存，只在内存中继续，关闭 Puna 后就会消失。</translation>
    </message>
    <message>
        <source>This chat is in memory only, and is gone when Puna closes.</source>
        <translation>此对话只保存在内存中，关闭 Puna 后就会消失。</translation>
    </message>
    <message>
        <source>Temporary chat: nothing of it is written to disk, and it is gone when Puna closes.</source>
        <translation>临时对话：不会写入磁盘，关闭 Puna 后就会消失。</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Text of the page</source>
        <translation>本页文字</translation>
    </message>
</context>
<context>
    <name>TokenWords</name>
    <message>
        <source>A token comes from HF_TOKEN of the environment.</source>
        <translation>令牌来自环境变量 HF_TOKEN。</translation>
    </message>
    <message>
        <source>A token is in the keyring of this system.</source>
        <translation>令牌保存在系统的密钥环中。</translation>
    </message>
    <message>
        <source>A token is kept in memory until Puna is closed: this system has no keyring.</source>
        <translation>令牌只保存在内存中，关闭 Puna 后清除：此系统没有密钥环。</translation>
    </message>
    <message>
        <source>There is no token yet. It goes into the keyring of this system, and to the hub and nobody else.</source>
        <translation>还没有令牌。令牌会保存在系统的密钥环中，只发送给模型库。</translation>
    </message>
</context>
<context>
    <name>TrainingErrorWords</name>
    <message>
        <source>{path} is not a file.</source>
        <translation>{path} 不是文件。</translation>
    </message>
    <message>
        <source>There is no example in {path}.</source>
        <translation>{path} 中没有示例。</translation>
    </message>
    <message>
        <source>{path} is too large to be read at once.</source>
        <translation>{path} 太大，无法一次读入。</translation>
    </message>
    <message>
        <source>Divide it, or save a part of it.</source>
        <translation>请分成几份，或只保存一部分。</translation>
    </message>
    <message>
        <source>{path} is not a file of examples.</source>
        <translation>{path} 不是示例文件。</translation>
    </message>
    <message>
        <source>Choose a file of JSON, JSONL, CSV, Excel or text.</source>
        <translation>请选择 JSON、JSONL、CSV、Excel 或文本文件。</translation>
    </message>
    <message>
        <source>{path} is not valid JSON: {reason}.</source>
        <translation>{path} 不是有效的 JSON：{reason}。</translation>
    </message>
    <message>
        <source>Correct it where it is damaged, or write one object of JSON a line.</source>
        <translation>请改正损坏之处，或每行写一个 JSON 对象。</translation>
    </message>
    <message>
        <source>The columns of {path} cannot be told apart.</source>
        <translation>无法分辨 {path} 的各列。</translation>
    </message>
    <message>
        <source>Say which column has the answers.</source>
        <translation>请指明哪一列是回答。</translation>
    </message>
    <message>
        <source>The spreadsheet {path} is damaged.</source>
        <translation>表格 {path} 已损坏。</translation>
    </message>
    <message>
        <source>Open it, save it again as XLSX or CSV, and choose it once more.</source>
        <translation>请打开它，重新存为 XLSX 或 CSV，再选择一次。</translation>
    </message>
    <message>
        <source>{path} is not as Puna wrote it: {reason}.</source>
        <translation>{path} 与 Puna 写入的不符：{reason}。</translation>
    </message>
    <message>
        <source>Add the examples again from where they came from.</source>
        <translation>请从原来的来源重新添加示例。</translation>
    </message>
    <message>
        <source>{path} cannot be used: {reason}.</source>
        <translation>{path} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>These examples cannot be used</source>
        <translation>这些示例无法使用</translation>
    </message>
    <message>
        <source>Choose another file, or correct this one.</source>
        <translation>请选择另一个文件，或改正这一个。</translation>
    </message>
    <message>
        <source>Training is not possible</source>
        <translation>无法训练</translation>
    </message>
    <message>
        <source>Memory ran out; {free} are free now.</source>
        <translation>内存耗尽；现在有 {free} 可用。</translation>
    </message>
    <message>
        <source>It needs {needed} of memory; {free} are free.</source>
        <translation>需要 {needed} 内存，现有 {free} 可用。</translation>
    </message>
    <message>
        <source>Close other programs, train fewer of the upper layers or shorter examples, or choose a smaller model.</source>
        <translation>请关闭其他程序，减少训练的上层层数或缩短示例，或选择更小的模型。</translation>
    </message>
    <message>
        <source>This model is built in a way that Puna cannot train: {reason}.</source>
        <translation>这个模型的结构 Puna 无法训练：{reason}。</translation>
    </message>
    <message>
        <source>Choose another model: Llama, Qwen 2 and 3, Gemma 2 and 3, Phi 3, Granite.</source>
        <translation>请选择其他模型：Llama、Qwen 2 和 3、Gemma 2 和 3、Phi 3、Granite。</translation>
    </message>
    <message>
        <source>Puna cannot train models of this kind.</source>
        <translation>Puna 无法训练这一类模型。</translation>
    </message>
    <message>
        <source>Puna cannot train mixtures of experts.</source>
        <translation>Puna 无法训练混合专家模型。</translation>
    </message>
    <message>
        <source>This model is packed in a way that cannot be unpacked here: {reason}.</source>
        <translation>这个模型的压缩方式在这里无法解开：{reason}。</translation>
    </message>
    <message>
        <source>Choose another quantisation of it, such as Q4_K_M or Q8_0.</source>
        <translation>请选择它的其他量化版本，例如 Q4_K_M 或 Q8_0。</translation>
    </message>
    <message>
        <source>PyTorch, which trains, is not installed.</source>
        <translation>尚未安装训练所需的 PyTorch。</translation>
    </message>
    <message>
        <source>Install Puna with its extra for training, then start it again.</source>
        <translation>请安装 Puna 的训练组件，然后重新启动。</translation>
    </message>
    <message>
        <source>Go on with the run: it begins at its last checkpoint.</source>
        <translation>请继续这次训练：它会从上一个检查点开始。</translation>
    </message>
    <message>
        <source>Another run is under way.</source>
        <translation>另一个训练正在进行。</translation>
    </message>
    <message>
        <source>Wait until it is over, or stop it.</source>
        <translation>请等它结束，或停止它。</translation>
    </message>
    <message>
        <source>There is nothing to learn: no example has an answer that fits.</source>
        <translation>没有可学的内容：没有一条示例的回答合适。</translation>
    </message>
    <message>
        <source>Add examples with answers, or allow longer ones.</source>
        <translation>请添加带回答的示例，或允许更长的示例。</translation>
    </message>
    <message>
        <source>These settings do not work: {reason}.</source>
        <translation>这些设置无法使用：{reason}。</translation>
    </message>
    <message>
        <source>Change them under “Every setting”.</source>
        <translation>请在“全部设置”中修改。</translation>
    </message>
    <message>
        <source>Its numbers grew without limit, several steps in a row.</source>
        <translation>连续几步的数值都无限增大。</translation>
    </message>
    <message>
        <source>Start a new run with a lower learning rate.</source>
        <translation>请用更低的学习率重新训练。</translation>
    </message>
    <message>
        <source>In the chat, the adapter would not answer as it was trained to.</source>
        <translation>在对话中，适配器不会按训练的方式回答。</translation>
    </message>
    <message>
        <source>Train again with a lower learning rate or for a shorter time.</source>
        <translation>请用更低的学习率或更短的时间重新训练。</translation>
    </message>
    <message>
        <source>The checkpoint in its folder does not fit this run.</source>
        <translation>文件夹中的检查点与这次训练不符。</translation>
    </message>
    <message>
        <source>Start a new run.</source>
        <translation>请重新训练。</translation>
    </message>
    <message>
        <source>The computers that train together have different files: {reason}.</source>
        <translation>一起训练的电脑上文件不同：{reason}。</translation>
    </message>
    <message>
        <source>Copy the model and the examples to all of them, and start again.</source>
        <translation>请把模型和示例复制到所有电脑上，再重新开始。</translation>
    </message>
    <message>
        <source>The trainer could not be started.</source>
        <translation>训练程序无法启动。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>The system ended the trainer, most likely because memory ran out.</source>
        <translation>系统结束了训练程序，多半是因为内存不足。</translation>
    </message>
    <message>
        <source>Close other programs, then go on with the run from its checkpoint.</source>
        <translation>请关闭其他程序，再从检查点继续训练。</translation>
    </message>
    <message>
        <source>The trainer ended unexpectedly: {reason}.</source>
        <translation>训练程序意外结束：{reason}。</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>TrashModel</name>
    <message>
        <source>Deleted {when} · temporary</source>
        <translation>删除于 {when} · 临时</translation>
    </message>
    <message>
        <source>Deleted {when}</source>
        <translation>删除于 {when}</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>{title}. {when}</source>
        <translation>{title}。{when}</translation>
    </message>
</context>
<context>
    <name>TrashPage</name>
    <message>
        <source>Put it back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Deleted: {when} · {size}</source>
        <translation>删除时间：{when} · {size}</translation>
    </message>
    <message>
        <source>It can be put back until the trash is emptied. Emptying it deletes everything in it for good, and frees {size}.</source>
        <translation>清空回收站之前可以放回。清空会永久删除其中的全部内容，释放 {size}。</translation>
    </message>
</context>
<context>
    <name>TrashView</name>
    <message>
        <source>Chats in the trash</source>
        <translation>回收站中的对话</translation>
    </message>
    <message>
        <source>Back to the chats</source>
        <translation>返回对话列表</translation>
    </message>
    <message>
        <source>Empty trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Erase for good…</source>
        <translation>彻底删除…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Erasing from the trash, the search and the backups…</source>
        <translation>正在从回收站、搜索和备份中彻底删除…</translation>
    </message>
    <message>
        <source>Erasing…</source>
        <translation>正在彻底删除…</translation>
    </message>
    <message>
        <source>1 chat erased.</source>
        <translation>已彻底删除 1 个对话。</translation>
    </message>
    <message>
        <source>{count} chats erased.</source>
        <translation>已彻底删除 {count} 个对话。</translation>
    </message>
    <message>
        <source>The chats are erased here, but copies of them are still in the backups. {reason}</source>
        <translation>这里的对话已彻底删除，但备份中仍有副本。{reason}</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>“{title}” is in the trash.</source>
        <translation>“{title}”在回收站中。</translation>
    </message>
    <message>
        <source>Restore it to read it and to go on with it.</source>
        <translation>恢复后即可阅读并继续对话。</translation>
    </message>
    <message>
        <source>Restore and open</source>
        <translation>恢复并打开</translation>
    </message>
    <message>
        <source>Erase “{title}” for good?</source>
        <translation>要彻底删除“{title}”吗？</translation>
    </message>
    <message>
        <source>Erase {count} chats for good?</source>
        <translation>要彻底删除 {count} 个对话吗？</translation>
    </message>
    <message>
        <source>Empty the trash? Chats in it: {count}</source>
        <translation>要清空回收站吗？其中有 {count} 个对话</translation>
    </message>
    <message>
        <source>All messages and attached texts are removed from the trash, from the search and from every backup Puna has made. This cannot be undone. Files you exported yourself stay where they are.</source>
        <translation>全部消息和附加的文本都将从回收站、搜索和 Puna 的所有备份中移除。此操作无法撤销。您自己导出的文件不受影响。</translation>
    </message>
    <message>
        <source>All messages and attached texts are removed from the trash and from the search. This cannot be undone. Files you exported yourself stay where they are.</source>
        <translation>全部消息和附加的文本都将从回收站和搜索中移除。此操作无法撤销。您自己导出的文件不受影响。</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Hello! What can you help me with?</source>
        <translation>Hello! What can you help me with?</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo ({key} in the list)</source>
        <translation>撤销（在列表中按 {key}）</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Chat deleted</source>
        <translation>已删除对话</translation>
    </message>
    <message>
        <source>Chat restored</source>
        <translation>已恢复对话</translation>
    </message>
    <message>
        <source>Chat pinned</source>
        <translation>已置顶对话</translation>
    </message>
    <message>
        <source>Chat unpinned</source>
        <translation>已取消置顶</translation>
    </message>
    <message>
        <source>Chat moved</source>
        <translation>已移动对话</translation>
    </message>
    <message>
        <source>Chat renamed</source>
        <translation>已重命名对话</translation>
    </message>
    <message>
        <source>Folder removed</source>
        <translation>已移除文件夹</translation>
    </message>
    <message>
        <source>{count} chats deleted</source>
        <translation>已删除 {count} 个对话</translation>
    </message>
    <message>
        <source>{count} chats restored</source>
        <translation>已恢复 {count} 个对话</translation>
    </message>
    <message>
        <source>{count} chats pinned</source>
        <translation>已置顶 {count} 个对话</translation>
    </message>
    <message>
        <source>{count} chats unpinned</source>
        <translation>已取消置顶 {count} 个对话</translation>
    </message>
    <message>
        <source>{count} chats moved</source>
        <translation>已移动 {count} 个对话</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>VariantTable</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>本机速度</translation>
    </message>
</context>
<context>
    <name>VerdictLine</name>
    <message>
        <source>A statement is found where its numbers, dates, names and words are in one place of a passage. Click its number, or press Alt+Down, to read it there.</source>
        <translation>一句话的数字、日期、名称和词语在同一段落的一处都有，才算找到。点击它的编号，或按 Alt+↓，可以在原处阅读。</translation>
    </message>
    <message>
        <source>1 statement</source>
        <translation>1 句话</translation>
    </message>
    <message>
        <source>{n} statements</source>
        <translation>{n} 句话</translation>
    </message>
    <message>
        <source>{n} found in your documents</source>
        <translation>{n} 句在你的文档中找到</translation>
    </message>
    <message>
        <source>{count}: {parts}</source>
        <translation>{count}：{parts}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{n} not found</source>
        <translation>{n} 句未找到</translation>
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新建对话</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>新建临时对话</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
    <message>
        <source>Show or hide the list of chats</source>
        <translation>显示或隐藏对话列表</translation>
    </message>
    <message>
        <source>Rename the chat or folder (in the list)</source>
        <translation>重命名对话或文件夹（在列表中）</translation>
    </message>
    <message>
        <source>Delete the selected chats (in the list)</source>
        <translation>删除所选对话（在列表中）</translation>
    </message>
    <message>
        <source>Send the message; if there is none, regenerate the last reply</source>
        <translation>发送消息；没有输入时重新生成最后一条回复</translation>
    </message>
    <message>
        <source>Show the previous version</source>
        <translation>显示上一个版本</translation>
    </message>
    <message>
        <source>Show the next version</source>
        <translation>显示下一个版本</translation>
    </message>
    <message>
        <source>Open the next place in your documents</source>
        <translation>打开文档中的下一处</translation>
    </message>
    <message>
        <source>Open the place before it</source>
        <translation>打开它的前一处</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>Next source (while one is shown)</source>
        <translation>下一个来源（显示来源时）</translation>
    </message>
    <message>
        <source>Previous source (while one is shown)</source>
        <translation>上一个来源（显示来源时）</translation>
    </message>
    <message>
        <source>Into the page of the source, and back</source>
        <translation>进入来源页面，再按返回</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Open the file or the passage (in the lists)</source>
        <translation>打开文件或段落（在列表中）</translation>
    </message>
    <message>
        <source>Remove the selected files (in the list)</source>
        <translation>移除所选文件（在列表中）</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>恢复文字大小</translation>
    </message>
    <message>
        <source>Show this list</source>
        <translation>显示此列表</translation>
    </message>
    <message>
        <source>Undo what was done to chats (in the list)</source>
        <translation>撤销对对话的操作（在列表中）</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Start a new line in the message</source>
        <translation>在消息中换行</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>停止回复</translation>
    </message>
    <message>
        <source>Continue an unfinished reply</source>
        <translation>继续未完成的回复</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>复制最后一条回复</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一个匹配项</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一个匹配项</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>_Busy</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Reading the examples…</source>
        <translation>正在读取示例…</translation>
    </message>
</context>
<context>
    <name>_Fault</name>
    <message>
        <source>Go on from its last checkpoint</source>
        <translation>从最近的检查点继续</translation>
    </message>
</context>
</TS>
