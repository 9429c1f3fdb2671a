# SPDX-License-Identifier: Apache-2.0
"""What each command prints, as text and as JSON, on a gateway that behaves."""

from __future__ import annotations

import pytest
from aiws import Aiws
from gateway_double import Fault, GatewayDouble

FORMATS = {"text": (), "json": ("--json",)}
both_formats = pytest.mark.parametrize("form", FORMATS)


@pytest.fixture
def registered(aiws: Aiws, gateway: GatewayDouble) -> GatewayDouble:
    aiws.run("register").assert_code(0)
    return gateway


@both_formats
def test_plan_on_an_empty_gateway(aiws: Aiws, approved, form: str) -> None:
    approved(f"plan/empty.{form}", aiws.run("plan", *FORMATS[form]))


@both_formats
def test_plan_when_nothing_is_to_be_done(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"plan/unchanged.{form}", aiws.run("plan", *FORMATS[form]))


@both_formats
def test_plan_when_things_drifted(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    registered.store.rows["aiws-nvidia-glm-5.2"].params["model"] = "openai/z-ai/glm-4"
    del registered.store.rows["aiws-ollama-qwen3.5"]
    user = aiws.with_env(NVIDIA_API_KEY="nvidia-test-key-2", OLLAMA_API_BASE="https://ollama.example/v1")
    approved(f"plan/drifted.{form}", user.run("plan", *FORMATS[form]).assert_silent_about(["nvidia-test-key-2"]))


@both_formats
def test_plan_where_others_stand_in_the_way(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.add_row("nvidia/glm-5.2", "somebodys-row", api_base="https://models.example/v1")
    gateway.add_row("ollama/qwen3.5", "row-of-the-file", fixed=True)
    gateway.add_row("ollama/glm-5.2", "ollama/glm-5.2", model="openai/glm-5.2", api_key="ollama-test-key-1")
    approved(f"plan/in-the-way.{form}", aiws.run("plan", "--no-openclaw", *FORMATS[form]))


@both_formats
def test_register_for_the_first_time(aiws: Aiws, approved, form: str) -> None:
    approved(f"register/first.{form}", aiws.run("register", *FORMATS[form]))


@both_formats
def test_register_again(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"register/again.{form}", aiws.run("register", *FORMATS[form]))


@both_formats
def test_register_when_models_do_not_answer(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    _refuse_calls(gateway)
    approved(f"register/no-answer.{form}", aiws.run("register", "--channel", "deepseek", *FORMATS[form]))


@both_formats
def test_register_where_others_stand_in_the_way(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.add_row("nvidia/glm-5.2", "somebodys-row", api_base="https://models.example/v1")
    run = aiws.run("register", "--channel", "nvidia", "--no-openclaw", *FORMATS[form])
    approved(f"register/in-the-way.{form}", run)


@both_formats
def test_register_when_a_row_cannot_be_written(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    gateway.store.unloadable.add("aiws-deepseek-deepseek-v4-pro")
    run = aiws.run("register", "--channel", "deepseek", "--no-verify", *FORMATS[form])
    approved(f"register/not-written.{form}", run)


@both_formats
def test_verify_everything(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"verify/all.{form}", aiws.run("verify", *FORMATS[form]))


@both_formats
def test_verify_when_a_model_does_not_answer(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    _refuse_calls(registered)
    approved(f"verify/no-answer.{form}", aiws.run("verify", "nvidia/glm-5.2", *FORMATS[form]))


@both_formats
def test_models_without_asking_the_gateway(aiws: Aiws, approved, form: str) -> None:
    approved(f"models/offline.{form}", aiws.run("models", "--offline", *FORMATS[form]))


@both_formats
def test_models_with_what_is_registered(aiws: Aiws, gateway: GatewayDouble, approved, form: str) -> None:
    aiws.run("register", "--channel", "nvidia", "--no-verify").assert_code(0)
    gateway.add_row("ollama/glm-5.2", "somebodys-row")
    approved(f"models/registered.{form}", aiws.run("models", *FORMATS[form]))


@both_formats
def test_models_without_a_gateway(aiws: Aiws, approved, form: str) -> None:
    user = aiws.with_env(LITELLM_URL="http://127.0.0.1:9")
    approved(f"models/no-gateway.{form}", user.run("models", "--channel", "deepseek", *FORMATS[form]))


@both_formats
def test_status_before_anything_is_done(aiws: Aiws, approved, form: str) -> None:
    approved(f"status/nothing.{form}", aiws.run("status", *FORMATS[form]))


@both_formats
def test_status_when_all_is_well(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"status/registered.{form}", aiws.run("status", *FORMATS[form]))


@both_formats
def test_status_when_things_drifted(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    registered.store.rows["aiws-nvidia-glm-5.2"].params["model"] = "openai/z-ai/glm-4"
    user = aiws.with_env(OLLAMA_API_KEY="ollama-test-key-2")
    approved(f"status/drifted.{form}", user.run("status", *FORMATS[form]))


@both_formats
def test_unregister_shows_what_would_go(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"unregister/dry-run.{form}", aiws.run("unregister", "nvidia", "--dry-run", *FORMATS[form]))


@both_formats
def test_unregister_everything(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"unregister/all.{form}", aiws.run("unregister", "--yes", *FORMATS[form]))


@both_formats
def test_unregister_without_a_yes(aiws: Aiws, registered: GatewayDouble, approved, form: str) -> None:
    approved(f"unregister/no-yes.{form}", aiws.run("unregister", *FORMATS[form]))


@both_formats
def test_openclaws_configuration_as_it_would_be(aiws: Aiws, approved, form: str) -> None:
    path = aiws.home / ".openclaw" / "openclaw.json"
    path.parent.mkdir()
    path.write_text(
        "{\n  // mine\n  gateway: { mode: 'local', port: 18789 },\n  meta: { lastTouchedVersion: '1' },\n}\n"
    )
    aiws.run("register", "--no-openclaw").assert_code(0)
    approved(f"openclaw/print.{form}", aiws.run("openclaw", "print", *FORMATS[form]))


def _refuse_calls(gateway: GatewayDouble) -> None:
    message = "litellm.AuthenticationError: AuthenticationError: DeepseekException - Authentication Fails"
    body = {"error": {"message": message, "type": "authentication_error", "param": None, "code": "401"}}
    fault = Fault(status=401, body=body, headers={"llm_provider-date": "now"})
    gateway.fault("POST", "/v1/chat/completions", fault, times=1000)
