# SPDX-License-Identifier: Apache-2.0
"""The sixteen aliases and what the provider must be asked for, written down a second time on purpose: a slip in
templates/catalog.json must not go unnoticed."""

UPSTREAM = {
    "deepseek/deepseek-v4-flash": "deepseek-v4-flash",
    "deepseek/deepseek-v4-pro": "deepseek-v4-pro",
    "deepseek/deepseek-chat": "deepseek-chat",
    "deepseek/deepseek-reasoner": "deepseek-reasoner",
    "nvidia/deepseek-v4-flash": "deepseek-ai/deepseek-v4-flash",
    "nvidia/deepseek-v4-pro": "deepseek-ai/deepseek-v4-pro",
    "nvidia/glm-5.2": "z-ai/glm-5.2",
    "nvidia/minimax-m3": "minimaxai/minimax-m3",
    "nvidia/qwen3.5": "qwen/qwen3.5-397b-a17b",
    "nvidia/kimi-k2.7-code": "moonshotai/kimi-k2.7-code",
    "ollama/deepseek-v4-flash": "deepseek-v4-flash",
    "ollama/deepseek-v4-pro": "deepseek-v4-pro",
    "ollama/glm-5.2": "glm-5.2",
    "ollama/minimax-m3": "minimax-m3",
    "ollama/qwen3.5": "qwen3.5",
    "ollama/kimi-k2.7-code": "kimi-k2.7-code",
}
ALIASES = tuple(UPSTREAM)
CHANNELS = ("deepseek", "nvidia", "ollama")
CREDENTIALS = tuple(f"aiws-{channel}" for channel in CHANNELS)


def of_channel(channel: str) -> list[str]:
    return [alias for alias in ALIASES if alias.startswith(channel + "/")]


def deployment_id(alias: str) -> str:
    return "aiws-" + alias.replace("/", "-")
