<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>{title}. {text} {advice}</source>
        <translation>{title}。{text}{advice}</translation>
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
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Start a new chat (Ctrl+N)</source>
        <translation>开始新对话（Ctrl+N）</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话列表</translation>
    </message>
</context>
<context>
    <name>ChatModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
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
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>Reply failed</source>
        <translation>回复失败</translation>
    </message>
    <message>
        <source>Reply finished</source>
        <translation>回复完成</translation>
    </message>
    <message>
        <source>Hello! What can you help me with?</source>
        <translation>Hello! What can you help me with?</translation>
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
        <source>A reply is being written. Stop it with Esc, or send when it ends.</source>
        <translation>正在生成回复。可按 Esc 停止，或等它结束后再发送。</translation>
    </message>
    <message>
        <source>Enter sends · Shift+Enter starts a new line</source>
        <translation>Enter 发送 · Shift+Enter 换行</translation>
    </message>
    <message>
        <source>That is too much text: {size} MB. A message can have 1 MB. Nothing was added.</source>
        <translation>文本过长：共 {size} MB，一条消息最多 1 MB。未添加任何内容。</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>Nearly full: {percent} %</source>
        <translation>即将用满：{percent}%</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>已用 {percent}%</translation>
    </message>
    <message>
        <source>{used} of {n_ctx} tokens of the context are used. When it is full, start a new chat or raise the context size in Settings.</source>
        <translation>上下文共 {n_ctx} 个词元，已用 {used} 个。用满后，请开始新对话，或在设置中增大上下文长度。</translation>
    </message>
    <message>
        <source>Context used</source>
        <translation>上下文用量</translation>
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
        <source>Welcome to Puna</source>
        <translation>欢迎使用 Puna</translation>
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
        <translation>在下方输入即可，内容只保存在这台电脑上。</translation>
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
        <source>The disk refused</source>
        <translation>无法读写磁盘</translation>
    </message>
    <message>
        <source>{path} cannot be used: {reason}.</source>
        <translation>无法使用 {path}：{reason}。</translation>
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
    <name>Header</name>
    <message>
        <source>Choose the model that answers (Ctrl+L)</source>
        <translation>选择用来回答的模型（Ctrl+L）</translation>
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
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
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
    <name>MainWindow</name>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>选择模型</translation>
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
        <source>Ask for another version of the last reply</source>
        <translation>重新生成最后一条回复</translation>
    </message>
    <message>
        <source>Continue an unfinished reply</source>
        <translation>继续未完成的回复</translation>
    </message>
    <message>
        <source>Show the version before</source>
        <translation>显示上一个版本</translation>
    </message>
    <message>
        <source>Show the version after</source>
        <translation>显示下一个版本</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>复制最后一条回复</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>显示此列表</translation>
    </message>
</context>
<context>
    <name>MessageBody</name>
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
</context>
<context>
    <name>MessageCard</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>You, message {n}</source>
        <translation>您，第 {n} 条消息</translation>
    </message>
    <message>
        <source>Puna, message {n}</source>
        <translation>Puna，第 {n} 条消息</translation>
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
        <source>Reading the conversation… {n} %</source>
        <translation>正在读取对话… {n}%</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
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
        <source>A new one each time</source>
        <translation>每次不同</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
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
        <source>How replies are written</source>
        <translation>回复的生成方式</translation>
    </message>
    <message>
        <source>Memory and speed</source>
        <translation>内存与速度</translation>
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
        <source>Told to the model before every conversation. Empty for none.</source>
        <translation>每次对话之前告诉模型的话。留空则没有。</translation>
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
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Hello! What can you help me with?</source>
        <translation>Hello! What can you help me with?</translation>
    </message>
</context>
</TS>
