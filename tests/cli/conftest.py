# SPDX-License-Identifier: Apache-2.0
"""Approved output of every command, against a gateway double that behaves.

    def test_plan_on_an_empty_gateway(aiws, approved):
        approved("plan/empty", aiws.run("plan"))

`approved` compares stdout, stderr and exit code with tests/cli/approved/NAME.txt; APPROVE=1 writes that file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from aiws import Run
from approved import Approved, Normalizer
from gateway_double import ADMIN_TOKEN, GatewayDouble
from provider import KEYS

HERE = Path(__file__).resolve().parent


@pytest.fixture
def approved(home: Path, gateway: GatewayDouble) -> Callable[[str, Run | Iterable[Run]], None]:
    texts = Approved(HERE / "approved", Normalizer({str(home): "~", str(home.parent): "TMP", gateway.url: "GATEWAY"}))

    def check(name: str, runs: Run | Iterable[Run]) -> None:
        runs = [runs] if isinstance(runs, Run) else list(runs)
        for run in runs:
            run.assert_silent_about([ADMIN_TOKEN, *KEYS.values()])
        texts.check(name, runs)

    return check
