"""Shapes of chat templates in the field, in our own words: each has the traits of its family."""

HEADERS = (  # Llama 3: trims, writes the date, has tools only where they are not none
    "{{- bos_token }}{%- if not tools is defined %}{%- set tools = none %}{%- endif %}"
    "{%- if messages[0]['role'] == 'system' %}{%- set system = messages[0]['content'] | trim %}"
    "{%- set messages = messages[1:] %}{%- else %}{%- set system = '' %}{%- endif %}"
    "{{- '<|header|>system\n\n' }}{%- if tools is not none %}{{- 'Tools:' }}{%- endif %}"
    "{{- 'Year: ' + strftime_now('%Y') + '\n' + system + '<|eot|>' }}"
    "{%- for m in messages %}{%- if not 'tool_calls' in m %}"
    "{{- '<|header|>' + m['role'] + '\n\n' + m['content'] | trim + '<|eot|>' }}"
    "{%- endif %}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|header|>assistant\n\n' }}{%- endif %}"
)
BRACKETS = (  # Llama 2: trims between spaces of its own, and wants roles to alternate
    "{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}"
    "{% set system = messages[0]['content'] %}"
    "{% else %}{% set rest = messages %}{% set system = false %}{% endif %}"
    "{% for m in rest %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}"
    "{% if loop.first and system != false %}"
    "{% set c = '<<SYS>>\n' + system + '\n<</SYS>>\n\n' + m['content'] %}"
    "{% else %}{% set c = m['content'] %}{% endif %}"
    "{% if m['role'] == 'user' %}{{ bos_token + '[INST] ' + c.strip() + ' [/INST]' }}"
    "{% else %}{{ ' ' + c.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"
)
TOOLS = (  # Mistral: asks whether tools are none without asking whether they are defined
    "{{- bos_token }}{%- for m in messages %}{%- if m['role'] == 'assistant' %}"
    "{{- ' ' + m['content'] | trim + eos_token }}{%- elif m['role'] == 'user' %}"
    "{%- if tools is not none and loop.last %}{{- '[TOOLS]' }}{%- endif %}"
    "{{- '[INST] ' + m['content'] + '[/INST]' }}"
    "{%- else %}{{- '[SYSTEM]' + m['content'] }}{%- endif %}{%- endfor %}"
)
TURNS = (  # Gemma 3: puts the system message before the first one, looks at the kind of contents
    "{{ bos_token }}{%- if messages[0]['role'] == 'system' -%}"
    "{%- if messages[0]['content'] is string -%}{%- set before = messages[0].content + '\n\n' -%}"
    "{%- else -%}{%- set before = messages[0]['content'][0]['text'] + '\n\n' -%}{%- endif -%}"
    "{%- set rest = messages[1:] -%}"
    "{%- else -%}{%- set before = '' -%}{%- set rest = messages -%}{%- endif -%}"
    "{%- for m in rest -%}{{ '<turn>' + ('model' if m['role'] == 'assistant' else 'user') + '\n' }}"
    "{{ before if loop.first else '' }}"
    "{%- if m['content'] is string -%}{{ m['content'] | trim }}{%- endif -%}{{ '<end>\n' }}"
    "{%- endfor -%}{%- if add_generation_prompt -%}{{ '<turn>model\n' }}{%- endif -%}"
)
CHATML = (  # Qwen 3: runs backwards for the last question, splits replies at their thinking
    "{%- set ns = namespace(last=messages | length - 1, found=false) %}"
    "{%- for m in messages[::-1] %}{%- if not ns.found and m.role == 'user' "
    "and not m.content.startswith('<tool_response>') %}"
    "{%- set ns.last = messages | length - 1 - loop.index0 %}{%- set ns.found = true %}{%- endif %}"
    "{%- endfor %}{%- for m in messages %}{%- set content = m.content %}"
    "{%- if m.role == 'assistant' and '</think>' in content %}"
    "{%- set content = content.split('</think>')[-1].lstrip('\n') %}{%- endif %}"
    "{{- '<|im_start|>' + m.role + '\n' + content + '<|im_end|>\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\n' }}"
    "{%- endif %}{%- endif %}"
)
PHI = (  # Phi 4, and empty system messages left out
    "{% for m in messages %}{% if m.content or m.role != 'system' %}"
    "{{ '<|im_start|>' + m.role + '<|im_sep|>' + m.content + '<|im_end|>' }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant<|im_sep|>' }}{% endif %}"
)
THINKING = (  # DeepSeek R1: the system message bare behind the first token, thinking opened
    "{% set ns = namespace(system='') %}{%- for m in messages %}{%- if m['role'] == 'system' %}"
    "{% set ns.system = m['content'] %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system }}"
    "{%- for m in messages %}{%- if m['role'] == 'user' %}{{ '<|User|>' + m['content'] }}"
    "{%- endif %}"
    "{%- if m['role'] == 'assistant' and m['content'] is not none %}{% set c = m['content'] %}"
    "{% if '</think>' in c %}{% set c = c.split('</think>')[-1] %}{% endif %}"
    "{{ '<|Assistant|>' + c + eos_token }}{%- endif %}{%- endfor -%}"
    "{% if add_generation_prompt %}{{ '<|Assistant|><think>\n' }}{% endif %}"
)
FAMILIES = {
    "llama3": HEADERS,
    "llama2": BRACKETS,
    "mistral": TOOLS,
    "gemma3": TURNS,
    "qwen3": CHATML,
    "phi4": PHI,
    "r1": THINKING,
}
