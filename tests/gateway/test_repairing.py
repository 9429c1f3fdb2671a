# SPDX-License-Identifier: Apache-2.0
"""Drift is put right with the fewest writes, and nothing else is touched."""

from aiws import Aiws
from expect import all_is_registered, nothing_was_written, written
from gateway_double import GatewayDouble

REGISTER = ("register", "--no-verify", "--no-openclaw")


def test_a_new_key_is_one_patch_of_one_credential(aiws: Aiws, registered: GatewayDouble) -> None:
    aiws.with_env(NVIDIA_API_KEY="nvidia-test-key-2").run(*REGISTER).assert_code(0)
    assert written(registered) == ["PATCH /credentials/aiws-nvidia"]
    assert registered.store.credentials["aiws-nvidia"]["values"]["api_key"] == "nvidia-test-key-2"


def test_a_new_base_url_is_one_patch_of_one_credential(aiws: Aiws, registered: GatewayDouble) -> None:
    aiws.with_env(OLLAMA_API_BASE="https://ollama.example/v1").run(*REGISTER).assert_code(0)
    assert written(registered) == ["PATCH /credentials/aiws-ollama"]
    assert registered.store.credentials["aiws-ollama"]["values"]["api_base"] == "https://ollama.example/v1"


def test_a_removed_row_is_made_again(aiws: Aiws, registered: GatewayDouble) -> None:
    del registered.store.rows["aiws-ollama-qwen3.5"]
    aiws.run(*REGISTER).assert_code(0)
    assert written(registered) == ["POST /model/new aiws-ollama-qwen3.5"]
    all_is_registered(registered)


def test_a_removed_credential_is_made_again(aiws: Aiws, registered: GatewayDouble) -> None:
    del registered.store.credentials["aiws-deepseek"]
    aiws.run(*REGISTER).assert_code(0)
    assert written(registered) == ["POST /credentials aiws-deepseek"]


def test_a_key_that_somebody_changed_on_the_gateway_is_put_back(aiws: Aiws, registered: GatewayDouble) -> None:
    registered.store.credentials["aiws-deepseek"]["values"]["api_key"] = "xx-somebody-elses-zz"
    aiws.run(*REGISTER).assert_code(0)
    assert written(registered) == ["PATCH /credentials/aiws-deepseek"]
    assert registered.store.credentials["aiws-deepseek"]["values"]["api_key"] == "deepseek-test-key-1"


def test_a_row_that_somebody_pointed_elsewhere_is_pointed_back(aiws: Aiws, registered: GatewayDouble) -> None:
    registered.store.rows["aiws-nvidia-glm-5.2"].params["model"] = "openai/z-ai/glm-4"
    aiws.run(*REGISTER).assert_code(0)
    assert registered.store.rows["aiws-nvidia-glm-5.2"].params["model"] == "openai/z-ai/glm-5.2"
    assert all("aiws-nvidia-glm-5.2" in line for line in written(registered))
    all_is_registered(registered)


def test_a_parameter_that_must_not_be_there_is_gone_afterwards(aiws: Aiws, registered: GatewayDouble) -> None:
    # LiteLLM 1.106.2 cannot clear one in place
    registered.store.rows["aiws-nvidia-glm-5.2"].params["api_base"] = "https://elsewhere.example/v1"
    aiws.run(*REGISTER).assert_code(0)
    assert "api_base" not in registered.store.rows["aiws-nvidia-glm-5.2"].params
    all_is_registered(registered)
    registered.forget()
    aiws.run(*REGISTER).assert_code(0)
    nothing_was_written(registered)
