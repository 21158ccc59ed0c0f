<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
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
    <name>ContextMeter</name>
    <message>
        <source>Full</source>
        <translation>已满</translation>
    </message>
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
        <source>Ended</source>
        <translation>结束原因</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
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
        <source>Close Puna</source>
        <translation>关闭 Puna</translation>
    </message>
    <message>
        <source>Keep and close</source>
        <translation>保留并关闭</translation>
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
    <name>FileText</name>
    <message>
        <source>Text of {name}</source>
        <translation>{name} 的文本</translation>
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
        <source>Save as assistant…</source>
        <translation>保存为助手…</translation>
    </message>
    <message>
        <source>Export this chat…</source>
        <translation>导出此对话…</translation>
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
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
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
        <source>{model} answers instead.</source>
        <translation>改由 {model} 回答。</translation>
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
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
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
    <name>PlainBox</name>
    <message>
        <source>That is too much text: {size} MB. A message can have 1 MB. Nothing was added.</source>
        <translation>文本过长：共 {size} MB，一条消息最多 1 MB。未添加任何内容。</translation>
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
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
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
    <name>ResultModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>{title}, {when}: {excerpt}</source>
        <translation>{title}，{when}：{excerpt}</translation>
    </message>
</context>
<context>
    <name>SamplingFields</name>
    <message>
        <source>A new one each time</source>
        <translation>每次不同</translation>
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
    <message>
        <source>{name}, {n} of {count}</source>
        <translation>{name}，第 {n} 项，共 {count} 项</translation>
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
    <name>_CollectionPage</name>
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
    <name>_Editor</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>This name is taken. Choose another one.</source>
        <translation>此名称已被使用，请换一个。</translation>
    </message>
</context>
</TS>
