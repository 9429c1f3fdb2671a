# SPDX-License-Identifier: Apache-2.0
"""What register leaves behind on a gateway that behaves."""

from aiws import Aiws
from expect import all_is_registered, nothing_was_written, written
from gateway_double import ADMIN_TOKEN, GatewayDouble
from matrix import ALIASES, CREDENTIALS, UPSTREAM, deployment_id
from provider import KEYS


def test_the_first_run_makes_three_credentials_and_sixteen_rows_with_one_write_each(
    aiws: Aiws, gateway: GatewayDouble
) -> None:
    aiws.run("register", "--no-openclaw").assert_code(0)
    all_is_registered(gateway)
    rows = [f"POST /model/new {deployment_id(alias)}" for alias in ALIASES]
    assert sorted(written(gateway)) == sorted(rows + [f"POST /credentials {name}" for name in CREDENTIALS])


def test_a_credential_is_there_before_the_first_row_that_refers_to_it(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    made = written(gateway)
    for channel in KEYS:
        rows = [made.index(f"POST /model/new {deployment_id(alias)}") for alias in ALIASES if alias.startswith(channel)]
        assert made.index(f"POST /credentials aiws-{channel}") < min(rows)


def test_keys_stand_in_the_credentials_only_and_rows_refer_to_them(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    for channel, key in KEYS.items():
        assert gateway.store.credentials[f"aiws-{channel}"]["values"]["api_key"] == key
    for alias in ALIASES:
        row = gateway.store.rows[deployment_id(alias)]
        assert row.params["litellm_credential_name"] == "aiws-" + alias.split("/")[0]
        assert "api_key" not in row.params and "api_base" not in row.params
        assert row.params["model"].endswith("/" + UPSTREAM[alias])


def test_no_key_is_readable_in_marks_and_fingerprints(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    marks = [row.info for row in gateway.store.rows.values()] + [c["info"] for c in gateway.store.credentials.values()]
    for key in KEYS.values():
        assert key not in str(marks)


def test_every_alias_is_probed_once_with_one_token_and_no_fallbacks(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register", "--no-openclaw").assert_code(0)
    calls = [request.body for request in gateway.requests if request.path == "/v1/chat/completions"]
    assert sorted(call["model"] for call in calls) == sorted(ALIASES)
    for call in calls:
        assert call["max_tokens"] == 1
        assert call["disable_fallbacks"] is True
        assert call["num_retries"] == 0


def test_an_unchanged_gateway_costs_one_read_and_no_write(aiws: Aiws, registered: GatewayDouble) -> None:
    for command in (["register", "--no-verify", "--no-openclaw"], ["plan", "--no-openclaw"]):
        registered.forget()
        aiws.run(*command).assert_code(0)
        nothing_was_written(registered)
        paths = [request.path.split("?")[0] for request in registered.requests]
        assert sorted(paths) == ["/credentials", "/health/readiness", "/health/readiness/details", "/v2/model/info"]


def test_plan_and_dry_run_write_nothing_and_end_with_2(aiws: Aiws, gateway: GatewayDouble) -> None:
    plan = aiws.run("plan").assert_code(2)
    dry = aiws.run("register", "--dry-run").assert_code(2)
    assert plan.out == dry.out
    nothing_was_written(gateway)
    assert list(aiws.home.rglob("openclaw.json*")) == []


def test_the_token_travels_in_the_authorization_header_only(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register").assert_code(0).assert_silent_about([ADMIN_TOKEN, *KEYS.values()])
    for request in gateway.requests:
        assert ADMIN_TOKEN not in request.path and ADMIN_TOKEN not in str(request.body)
        assert request.token == ADMIN_TOKEN or request.path == "/health/readiness"


def test_channel_and_model_narrow_what_is_registered(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.run("register", "--no-openclaw", "--model", "nvidia/glm-5.2").assert_code(0)
    assert list(gateway.store.rows) == ["aiws-nvidia-glm-5.2"]
    aiws.run("register", "--no-openclaw", "--channel", "deepseek").assert_code(0)
    assert len(gateway.store.rows) == 5
    assert set(gateway.store.credentials) == {"aiws-nvidia", "aiws-deepseek"}


def test_a_gateway_without_credentials_endpoint_gets_the_key_into_each_row(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.credentials_endpoint = False
    aiws.run("register", "--no-openclaw").assert_code(0)
    for alias in ALIASES:
        params = gateway.store.rows[deployment_id(alias)].params
        assert params["api_key"] == KEYS[alias.split("/")[0]]
        assert params["api_base"].startswith("https://")
        assert params.get("litellm_credential_name") is None
    gateway.forget()
    aiws.run("register", "--no-openclaw").assert_code(0)
    nothing_was_written(gateway)


def test_with_keys_in_rows_a_new_key_reaches_its_own_channel_only(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.credentials_endpoint = False
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    gateway.forget()
    aiws.with_env(OLLAMA_API_KEY="ollama-test-key-2").run("register", "--no-verify", "--no-openclaw").assert_code(0)
    assert (
        len(gateway.writes) >= 6
        and "deepseek-chat" not in str(written(gateway))
        and "nvidia" not in str(written(gateway))
    )
    keys = {row.params["api_key"] for row in gateway.store.rows.values() if row.alias.startswith("ollama/")}
    assert keys == {"ollama-test-key-2"}
