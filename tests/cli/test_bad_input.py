# SPDX-License-Identifier: Apache-2.0
"""What a user is told who got something wrong, word for word, as text and as JSON."""

from __future__ import annotations

import pytest
from aiws import Aiws
from gateway_double import USER_TOKEN, Fault, GatewayDouble

FORMATS = {"text": (), "json": ("--json",)}
both_formats = pytest.mark.parametrize("form", FORMATS)

# name -> the variables that differ
SETTINGS = {
    "no-keys": {"NVIDIA_API_KEY": None, "OLLAMA_API_KEY": None, "DEEPSEEK_API_KEY": None},
    "empty-key": {"NVIDIA_API_KEY": "", "OLLAMA_API_KEY": None, "DEEPSEEK_API_KEY": None},
    "key-with-newline": {"NVIDIA_API_KEY": "nv-test\nkey-1"},
    "key-with-quotes": {"NVIDIA_API_KEY": '"nv-test-key-1"'},
    "key-not-ascii": {"NVIDIA_API_KEY": "nv-test-kéy-1"},
    "key-file-missing": {"NVIDIA_API_KEY": None, "NVIDIA_API_KEY_FILE": "/nonexistent/key"},
    "key-twice": {"NVIDIA_API_KEY_FILE": "/nonexistent/key"},
    "url-without-scheme": {"LITELLM_URL": "gateway.example:4000"},
    "url-with-password": {"LITELLM_URL": "http://me:url-pass-word@127.0.0.1:4000"},
    "url-public-plain": {"LITELLM_URL": "http://192.0.2.1:4000"},
    "no-token": {"LITELLM_TOKEN": None},
    "wrong-token": {"LITELLM_TOKEN": "sk-wrong-test-token"},
    "user-token": {"LITELLM_TOKEN": USER_TOKEN},
    "unreachable": {"LITELLM_URL": "http://127.0.0.1:9"},
    "base-url-without-scheme": {"NVIDIA_API_BASE": "nim.example/v1"},
}

USAGE = {
    "unknown-command": ("regsiter",),
    "unknown-option": ("register", "--no-verfy"),
    "unknown-channel": ("register", "--channel", "nvidai"),
    "unknown-model": ("register", "--model", "nvidia/glm5.2"),
    "unknown-alias": ("verify", "nvidia/glm5.2"),
    "wait-no-number": ("register", "--wait", "soon"),
    "prune-with-model": ("register", "--prune", "--model", "nvidia/glm-5.2"),
    "unknown-shell": ("completion", "csh"),
}


@both_formats
@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_is_wrong(aiws: Aiws, approved, name: str, form: str) -> None:
    user = aiws.with_env(**SETTINGS[name])
    run = user.run("register", *FORMATS[form])
    run.assert_silent_about(["nv-test", "url-pass-word", "sk-wrong-test-token", USER_TOKEN])
    approved(f"bad-settings/{name}.{form}", run)


@both_formats
@pytest.mark.parametrize("name", USAGE)
def test_a_command_line_that_is_wrong(aiws: Aiws, approved, name: str, form: str) -> None:
    run = aiws.run(*USAGE[name], *FORMATS[form]).assert_code(64)
    approved(f"bad-usage/{name}.{form}", run)


@both_formats
def test_a_gateway_that_is_no_litellm(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.fault("*", "", Fault.html(), times=1000)
    approved(f"bad-gateway/not-litellm.{form}", aiws.run("register", *FORMATS[form]))


@both_formats
def test_a_gateway_without_database(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.database = False
    approved(f"bad-gateway/no-database.{form}", aiws.run("register", *FORMATS[form]))


@both_formats
def test_a_gateway_that_redirects(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.fault("*", "", Fault.redirect("https://login.example/"), times=1000)
    approved(f"bad-gateway/redirect.{form}", aiws.run("register", *FORMATS[form]))


@both_formats
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("not-json", '{\n  "models": {\n    "providers": [}\n'),
        ("wrong-shape", '{ "models": { "providers": 7 } }\n'),
    ],
)
def test_an_openclaw_file_that_is_wrong(aiws: Aiws, approved, name: str, text: str, form: str) -> None:
    path = aiws.home / ".openclaw" / "openclaw.json"
    path.parent.mkdir()
    path.write_text(text)
    approved(f"bad-files/openclaw-{name}.{form}", aiws.run("register", *FORMATS[form]))
    assert path.read_text() == text


@both_formats
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("not-json", '{\n  "channels": {\n    nvidia: ]\n'),
        ("unknown-field", '{\n  "channels": {\n    "nvidia": { "base_ulr": "https://nim.example/v1" }\n  }\n}\n'),
        ("wrong-mode", '{ "channels": { "nvidia": { "models": { "x": { "mode": "chatt" } } } } }\n'),
    ],
)
def test_a_catalogue_that_is_wrong(aiws: Aiws, approved, name: str, text: str, form: str) -> None:
    path = aiws.home / "catalog.json"
    path.write_text(text)
    run = aiws.run("register", "--catalog", str(path), *FORMATS[form]).assert_code(78)
    approved(f"bad-files/catalog-{name}.{form}", run)
