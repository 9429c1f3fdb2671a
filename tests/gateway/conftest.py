# SPDX-License-Identifier: Apache-2.0
"""aiws against a gateway and an OpenClaw that misbehave."""

from __future__ import annotations

import pytest
from aiws import Aiws
from gateway_double import GatewayDouble


@pytest.fixture
def registered(aiws: Aiws, gateway: GatewayDouble) -> GatewayDouble:
    """The gateway after a first `aiws register`, with an empty record."""
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    gateway.forget()
    return gateway
