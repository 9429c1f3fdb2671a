# SPDX-License-Identifier: Apache-2.0
"""What a person sees: sixteen models in the picker of a running OpenClaw, and an answer from each channel.

OpenClaw runs before there is a single model and is never restarted. The pictures are build output; one of them is
docs/images/picker.png.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiws import REPOSITORY, Aiws
from matrix import UPSTREAM, of_channel
from provider import KEYS, Provider
from stack.browser import ControlPage
from stack.gateway import Gateway
from stack.openclaw import AgentGateway, OpenClaw

SCREENSHOTS = REPOSITORY / "build" / "results" / "screenshots"


@pytest.fixture(scope="module")
def page(_running: Gateway, _providers: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPage]:
    """The page of an OpenClaw that was started with an empty configuration, in a workspace where aiws ran since."""
    folder = tmp_path_factory.mktemp("workspace")
    home = folder / "home"
    openclaw = OpenClaw(home)
    openclaw.config.parent.mkdir(parents=True)
    openclaw.config.write_text('{"gateway": {"mode": "local"}}\n')
    _running.admin.clear()
    with AgentGateway(openclaw, folder) as agent:
        env = {"LITELLM_URL": _running.url, "LITELLM_TOKEN": _running.master_key, **_providers.environment()}
        Aiws(home, env).run("register").assert_code(0)
        page = ControlPage(agent.page, folder / "browser")
        try:
            yield page
        finally:
            page.close()
        assert agent.alive()


def test_a_running_openclaw_offers_three_groups_with_4_6_and_6_models(page: ControlPage) -> None:
    groups = page.groups()
    page.unfold("nvidia/glm-5.2")
    page.screenshot(SCREENSHOTS / "picker.png")
    assert {label: set(models) for label, models in groups.items()} == {
        "Deepseek": set(of_channel("deepseek")),
        "Nvidia": set(of_channel("nvidia")),
        "Ollama": set(of_channel("ollama")),
    }
    assert [len(models) for models in groups.values()] == [4, 6, 6]


@pytest.mark.parametrize("reference", ["deepseek/deepseek-v4-pro", "nvidia/glm-5.2", "ollama/qwen3.5"])
def test_a_message_to_a_chosen_model_is_answered_by_its_provider(
    page: ControlPage, _running: Gateway, provider: Provider, reference: str
) -> None:
    page.choose(reference)
    mark = _running.mark()
    assert page.send(f"ping {reference}") == "pong"
    page.screenshot(SCREENSHOTS / f"answer-{reference.split('/')[0]}.png")
    channel = reference.split("/")[0]
    assert {(call.channel, call.model, call.key) for call in provider.calls} == {
        (channel, UPSTREAM[reference], KEYS[channel])
    }
    assert {access.status for access in _running.accesses(mark) if access.path.endswith("/chat/completions")} == {200}
