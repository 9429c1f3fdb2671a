# SPDX-License-Identifier: Apache-2.0
"""The environment of a user who has all three keys."""

from __future__ import annotations

from gateway_double import ADMIN_TOKEN
from provider import KEYS


def keys() -> dict[str, str]:
    return {f"{channel.upper()}_API_KEY": key for channel, key in KEYS.items()}


def for_double(url: str) -> dict[str, str]:
    """All three keys, a gateway double and its token."""
    return {"LITELLM_URL": url, "LITELLM_TOKEN": ADMIN_TOKEN, **keys()}
