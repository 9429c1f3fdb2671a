# SPDX-License-Identifier: Apache-2.0
"""Exactly once: whatever an error or a broken connection hides, no alias ever gets a second row."""

import pytest
from aiws import Aiws
from expect import all_is_registered, each_alias_stands_once, nothing_was_written, written
from gateway_double import Fault, GatewayDouble
from matrix import ALIASES, CREDENTIALS, deployment_id

REGISTER = ("register", "--no-verify", "--no-openclaw")
ONCE = {
    "it saved and then failed": Fault.error(500, act=True),
    "it saved and then the connection broke": Fault(act=True, cut=True),
    "the balancer gave up although it saved": Fault(act=True, status=504, body="gateway timeout"),
    "it failed without saving": Fault.error(500),
    "the connection broke before it saved": Fault(cut=True),
    "the balancer had no gateway": Fault.bad_gateway(),
    "it wants to be asked again": Fault.slow_down(1),
}
WRITES = {
    "a new row": ("POST", "/model/new"),
    "a new credential": ("POST", "/credentials"),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("fault", ONCE)
def test_one_fault_in_the_first_run_leaves_each_alias_exactly_once(
    aiws: Aiws, gateway: GatewayDouble, fault: str, write: str
) -> None:
    gateway.fault(*WRITES[write], ONCE[fault])
    run = aiws.run(*REGISTER)
    if run.code != 0:  # giving up on one write is right where nothing was saved, as long as it is said
        assert run.code == 1, run
        aiws.run(*REGISTER).assert_code(0)
    all_is_registered(gateway)
    gateway.forget()
    aiws.run(*REGISTER).assert_code(0)
    nothing_was_written(gateway)


@pytest.mark.parametrize(
    "fault", [name for name in ONCE if "saved" in name and "without" not in name and "before" not in name]
)
def test_what_was_saved_in_spite_of_the_error_counts_as_done(aiws: Aiws, gateway: GatewayDouble, fault: str) -> None:
    gateway.fault("POST", "/model/new", ONCE[fault], times=3)
    aiws.run(*REGISTER).assert_code(0)
    made = [line for line in written(gateway) if line.startswith("POST /model/new")]
    assert sorted(made) == sorted(f"POST /model/new {deployment_id(alias)}" for alias in ALIASES)
    each_alias_stands_once(gateway)


@pytest.mark.parametrize(
    "fault", [name for name in ONCE if "saved" in name and "without" not in name and "before" not in name]
)
def test_a_key_that_was_saved_in_spite_of_the_error_counts_as_done(
    aiws: Aiws, registered: GatewayDouble, fault: str
) -> None:
    registered.fault("PATCH", "/credentials", ONCE[fault])
    aiws.with_env(NVIDIA_API_KEY="nvidia-test-key-2").run(*REGISTER).assert_code(0)
    assert registered.store.credentials["aiws-nvidia"]["values"]["api_key"] == "nvidia-test-key-2"


def test_every_write_may_fail_after_saving(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("*", "^/(model|credentials)", Fault(act=True, cut=True), times=60, skip=1)
    for _ in range(8):
        if aiws.run(*REGISTER).code == 0:
            break
    each_alias_stands_once(gateway)


def test_one_row_that_always_fails_is_named_and_the_others_are_written(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.store.unloadable.add("aiws-nvidia-glm-5.2")
    run = aiws.run(*REGISTER).assert_code(1)
    assert "nvidia/glm-5.2" in run.out + run.err
    assert set(gateway.store.rows) >= {deployment_id(alias) for alias in ALIASES if alias != "nvidia/glm-5.2"}
    assert written(gateway).count("POST /model/new aiws-nvidia-glm-5.2") <= 2
    gateway.store.unloadable.clear()
    aiws.run(*REGISTER).assert_code(0)
    each_alias_stands_once(gateway)


def test_a_refused_credential_keeps_its_channel_back_and_no_other(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.before = lambda request: None
    gateway.fault("POST", "/credentials$", Fault.error(500), times=100)
    run = aiws.run(*REGISTER).assert_code(1)
    assert not [line for line in written(gateway) if "/model/new" in line], "a row without its credential"
    assert gateway.store.rows == {}
    for name in CREDENTIALS:
        assert name.removeprefix("aiws-") in run.out + run.err


def test_a_removal_that_was_carried_out_in_spite_of_the_error_counts_as_done(
    aiws: Aiws, registered: GatewayDouble
) -> None:
    registered.fault("POST", "/model/delete", Fault.error(500, act=True), times=4)
    registered.fault("DELETE", "/credentials", Fault(act=True, cut=True), times=1)
    aiws.run("unregister", "--yes", "--no-openclaw").assert_code(0)
    assert registered.store.rows == {} and registered.store.credentials == {}


def test_somebody_else_makes_the_same_things_at_the_same_moment(aiws: Aiws, gateway: GatewayDouble) -> None:
    """Another run is one step ahead of us with the first credential and the first row."""
    seen: set[str] = set()

    def be_quicker(request) -> None:
        if request.path == "/credentials" and request.method == "POST" and "c" not in seen:
            seen.add("c")
            gateway.store.add_credential(request.body)
        if request.path == "/model/new" and "r" not in seen:
            seen.add("r")
            gateway.store.add_row(request.body)

    gateway.before = be_quicker
    aiws.run(*REGISTER).assert_code(0)
    all_is_registered(gateway)
