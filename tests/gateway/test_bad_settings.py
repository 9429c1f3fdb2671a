# SPDX-License-Identifier: Apache-2.0
"""Wrong keys, URLs, tokens and files: one clear line that names the place, and nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiws import Aiws
from expect import all_is_registered, nothing_was_written
from gateway_double import ADMIN_TOKEN, GatewayDouble

NO_KEYS = {"NVIDIA_API_KEY": None, "OLLAMA_API_KEY": None, "DEEPSEEK_API_KEY": None}
REGISTER = ("register", "--no-verify", "--no-openclaw")


def refused(aiws: Aiws, gateway: GatewayDouble, place: str, *secrets: str, code: int = 78) -> str:
    """Runs register, which must end with `code`, name the place on stderr and write nothing; returns stderr."""
    run = aiws.run("register", "--no-verify").assert_code(code).assert_silent_about(secrets)
    assert place in run.err
    assert run.out == ""
    nothing_was_written(gateway)
    assert list(aiws.home.rglob("openclaw.json")) == []
    return run.err


def test_without_any_key_it_says_which_variables_it_looks_for(aiws: Aiws, gateway: GatewayDouble) -> None:
    text = refused(aiws.with_env(**NO_KEYS), gateway, "NVIDIA_API_KEY")
    assert "OLLAMA_API_KEY" in text and "DEEPSEEK_API_KEY" in text


def test_without_any_key_allow_none_is_content(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.with_env(**NO_KEYS).run(*REGISTER, "--allow-none").assert_code(0)
    nothing_was_written(gateway)


def test_an_empty_key_is_no_key(aiws: Aiws, gateway: GatewayDouble) -> None:
    refused(aiws.with_env(**{**NO_KEYS, "NVIDIA_API_KEY": ""}), gateway, "NVIDIA_API_KEY")
    aiws.with_env(NVIDIA_API_KEY="").run(*REGISTER).assert_code(0)
    assert set(gateway.store.credentials) == {"aiws-deepseek", "aiws-ollama"}


@pytest.mark.parametrize(
    "key",
    ["nv-test\nkey-1", "nv-test-key-ü", "nv test key", "nv-test-key\x07", "nv-test-key\x7f", "nv-test-\udcff-key"],
    ids=["newline", "non-ASCII", "blank", "control", "delete", "not UTF-8"],
)
def test_a_key_that_no_provider_gives_out_is_refused_unseen(aiws: Aiws, gateway: GatewayDouble, key: str) -> None:
    parts = [key.encode(errors="surrogateescape").decode(errors="replace"), "nv-test", "nv test"]
    refused(aiws.with_env(NVIDIA_API_KEY=key), gateway, "NVIDIA_API_KEY", *parts)


@pytest.mark.parametrize("key", ['"nv-test-key-1"', "'nv-test-key-1'", 'nv-"test-key'])
def test_quotes_in_a_key_are_either_sent_as_they_are_or_refused(aiws: Aiws, gateway: GatewayDouble, key: str) -> None:
    run = aiws.with_env(NVIDIA_API_KEY=key).run(*REGISTER).assert_silent_about([key, "nv-test-key"])
    if run.code == 0:
        assert gateway.store.credentials["aiws-nvidia"]["values"]["api_key"] == key
    else:
        assert run.code == 78 and "NVIDIA_API_KEY" in run.err


@pytest.mark.parametrize("key", ["nvidia-test-key-1\n", "  nvidia-test-key-1 ", "nvidia-test-key-1\r\n"])
def test_white_space_around_a_key_in_a_file_is_no_part_of_it(aiws: Aiws, gateway: GatewayDouble, key: str) -> None:
    path = aiws.home / "nvidia.key"
    path.write_bytes(key.encode())
    aiws.with_env(NVIDIA_API_KEY=None, NVIDIA_API_KEY_FILE=str(path)).run(*REGISTER).assert_code(0)
    assert gateway.store.credentials["aiws-nvidia"]["values"]["api_key"] == "nvidia-test-key-1"


def test_a_key_file_that_is_missing_is_named(aiws: Aiws, gateway: GatewayDouble) -> None:
    settings = {**NO_KEYS, "NVIDIA_API_KEY_FILE": str(aiws.home / "none")}
    text = refused(aiws.with_env(**settings), gateway, "NVIDIA_API_KEY_FILE")
    assert str(aiws.home / "none") in text or "~/none" in text


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:4000", "ftp://127.0.0.1", "http://", "http://[::1", "http://127.0.0.1:99999", "http://a b", "x"],
)
def test_a_url_that_is_none_is_refused(aiws: Aiws, gateway: GatewayDouble, url: str) -> None:
    if not url:
        url = " "  # an empty variable is as good as none
    text = refused(aiws.with_env(LITELLM_URL=url), gateway, "LITELLM_URL")
    if url == "127.0.0.1:4000":
        assert "http://127.0.0.1:4000" in text


def test_a_password_in_the_url_is_refused_and_not_printed(aiws: Aiws, gateway: GatewayDouble) -> None:
    url = f"http://admin:url-pass-word@127.0.0.1:{gateway.port}"
    refused(aiws.with_env(LITELLM_URL=url), gateway, "LITELLM_URL", "url-pass-word")
    run = aiws.run(*REGISTER, "--gateway", url).assert_code(78).assert_silent_about(["url-pass-word"])
    assert "--gateway" in run.err


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/"])
def test_the_v1_that_clients_are_given_is_understood(aiws: Aiws, gateway: GatewayDouble, path: str) -> None:
    aiws.with_env(LITELLM_URL=gateway.url + path).run("register", "--no-openclaw").assert_code(0)
    all_is_registered(gateway)


def test_a_path_where_no_gateway_is_is_said(aiws: Aiws, gateway: GatewayDouble) -> None:
    run = aiws.with_env(LITELLM_URL=gateway.url + "/some/where").run(*REGISTER)
    assert run.code == 78 and "/some/where" in run.err
    nothing_was_written(gateway)


def test_plain_http_through_a_proxy_is_refused_before_anything_is_sent(aiws: Aiws, gateway: GatewayDouble) -> None:
    user = aiws.with_env(LITELLM_URL="http://gateway.example:4000", http_proxy=gateway.url)
    run = user.run(*REGISTER).assert_code(78)
    assert "https" in run.err
    assert all(request.token == "" for request in gateway.requests)


def test_no_token_anywhere_names_the_places(aiws: Aiws, gateway: GatewayDouble) -> None:
    text = refused(aiws.with_env(LITELLM_TOKEN=None), gateway, "LITELLM_TOKEN")
    assert ".ai_workspace_auth_token" in text


def test_a_token_file_is_read_where_it_is_expected_and_where_it_is_named(aiws: Aiws, gateway: GatewayDouble) -> None:
    bare = aiws.with_env(LITELLM_TOKEN=None)
    (aiws.home / ".ai_workspace_auth_token").write_text(ADMIN_TOKEN + "\n")
    bare.run(*REGISTER).assert_code(0)
    other = aiws.home / "token"
    other.write_text("sk-wrong\n")
    run = bare.run(*REGISTER, "--token-file", str(other)).assert_code(77)
    assert "token" in run.err
    bare.run(*REGISTER, "--token-file", str(aiws.home / "none")).assert_code(78)


def test_the_environment_file_gives_keys_and_beats_the_environment(aiws: Aiws, gateway: GatewayDouble) -> None:
    path = aiws.home / "keys.env"
    path.write_text("# keys\nexport NVIDIA_API_KEY='nvidia-file-key'\nOLLAMA_API_KEY=\"ollama-file-key\"\n\n")
    user = aiws.with_env(**{**NO_KEYS, "NVIDIA_API_KEY": "nvidia-env-key", "DEEPSEEK_API_KEY": "deepseek-env-key"})
    user.run(*REGISTER, "--env-file", str(path)).assert_code(0)
    keys = {name: entry["values"]["api_key"] for name, entry in gateway.store.credentials.items()}
    assert keys == {
        "aiws-nvidia": "nvidia-file-key",
        "aiws-ollama": "ollama-file-key",
        "aiws-deepseek": "deepseek-env-key",
    }


@pytest.mark.parametrize("text", ["{", '{"models": [}', "not json at all", '{"models": {"providers": 7}}', "\x00\x01"])
def test_an_openclaw_file_that_cannot_be_edited_is_left_alone_and_named(
    aiws: Aiws, gateway: GatewayDouble, text: str
) -> None:
    path = aiws.home / ".openclaw" / "openclaw.json"
    path.parent.mkdir()
    path.write_text(text)
    run = aiws.run("register", "--no-verify")
    assert run.code in (1, 78), run
    assert "openclaw.json" in run.out + run.err
    assert path.read_text() == text
    assert [entry.name for entry in path.parent.iterdir()] == ["openclaw.json"]


@pytest.mark.parametrize(
    ("text", "word"),
    [("{", ":1:2"), ('{"channels": {"nvidia": {"nonsense": 1}}}', "nonsense"), ('{"channels": 7}', "channels")],
)
def test_a_catalogue_with_a_mistake_is_refused_with_its_place(
    aiws: Aiws, gateway: GatewayDouble, text: str, word: str
) -> None:
    path = aiws.home / "catalog.json"
    path.write_text(text)
    run = aiws.run(*REGISTER, "--catalog", str(path)).assert_code(78)
    assert word in run.err and "catalog.json" in run.err
    nothing_was_written(gateway)


def test_a_new_channel_needs_nothing_but_an_entry_in_a_file(aiws: Aiws, gateway: GatewayDouble) -> None:
    path = aiws.home / "catalog.json"
    channel = {"base_url": "https://llm.acme.example/v1", "models": {"acme-large": {}}}
    path.write_text(json.dumps({"channels": {"acme": channel}}))
    user = aiws.with_env(**{**NO_KEYS, "ACME_API_KEY": "acme-test-key-1"})
    user.run(*REGISTER, "--catalog", str(path)).assert_code(0)
    assert gateway.store.rows["aiws-acme-acme-large"].params["model"] == "openai/acme-large"
    assert gateway.store.credentials["aiws-acme"]["values"] == {
        "api_key": "acme-test-key-1",
        "api_base": "https://llm.acme.example/v1",
    }


@pytest.mark.parametrize(
    "args",
    [
        ("regster",),
        ("register", "--nonsense"),
        ("register", "--wait", "soon"),
        ("register", "--wait", "-1"),
        ("register", "--channel", "nvidai"),
        ("register", "--model", "nvidia/none"),
        ("verify", "nvidia/none"),
        ("unregister", "none"),
    ],
)
def test_wrong_usage_ends_with_64(aiws: Aiws, gateway: GatewayDouble, args: tuple[str, ...]) -> None:
    run = aiws.run(*args).assert_code(64)
    assert args[-1] in run.err
    nothing_was_written(gateway)


def test_an_error_is_json_where_json_was_asked_for(aiws: Aiws, gateway: GatewayDouble) -> None:
    run = aiws.with_env(LITELLM_TOKEN="sk-wrong").run("register", "--json").assert_code(77)
    error = run.json()["error"]
    assert error["exit"] == 77 and error["kind"] == "refused" and error["what"]


def test_hostile_text_from_the_gateway_does_not_reach_the_terminal(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.add_row("nvidia/glm-5.2", "evil\x1b[2J\x07\u202e", api_base="https://e\x1b]0;x\x07")
    run = aiws.run(*REGISTER)
    assert "\x1b" not in run.out + run.err and "\x07" not in run.out + run.err


def test_a_home_that_does_not_exist_needs_no_openclaw_file(gateway: GatewayDouble, aiws: Aiws, tmp_path: Path) -> None:
    run = aiws.with_env(HOME=str(tmp_path / "none")).run(*REGISTER)
    assert run.code in (0, 78), run
    if run.code == 0:
        all_is_registered(gateway)
    assert {entry.name for entry in tmp_path.iterdir()} <= {"home", "none"}
