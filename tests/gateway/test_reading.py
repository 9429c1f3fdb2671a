# SPDX-License-Identifier: Apache-2.0
"""Gateways that cannot be read, or hardly."""

from __future__ import annotations

import threading

import pytest
from aiws import Aiws, is_sanitized
from expect import all_is_registered, each_alias_stands_once, nothing_was_written
from gateway_double import ADMIN_TOKEN, USER_TOKEN, Fault, GatewayDouble
from http_server import Handler, Incoming, LoopbackServer
from provider import KEYS
from settings import for_double
from stack.process import free_port

REGISTER = ("register", "--no-verify", "--no-openclaw")
MEGABYTE = 1 << 20


def test_ten_thousand_foreign_rows_neither_break_it_nor_fill_memory(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.add_foreign_rows(10_000)
    before = {deployment_id: row.listed() for deployment_id, row in gateway.store.rows.items()}
    run = aiws.measure(*REGISTER).assert_code(0)
    each_alias_stands_once(gateway)
    assert {key: row.listed() for key, row in gateway.store.rows.items() if key in before} == before
    pages = [request for request in gateway.requests if request.path.startswith("/v2/model/info")]
    assert len(pages) <= 60
    if not is_sanitized():
        assert run.max_rss < 60 * MEGABYTE


def test_rows_that_come_and_go_while_it_reads_do_no_harm(aiws: Aiws, registered: GatewayDouble) -> None:
    registered.add_foreign_rows(2_000)
    names = iter(range(10_000))

    def shuffle(request) -> None:
        if request.path.startswith("/v2/model/info"):
            registered.add_row("team/new", f"new-{next(names)}")
            registered.store.rows.pop(next(key for key in registered.store.rows if not key.startswith("aiws-")))

    registered.before = shuffle
    aiws.run(*REGISTER)
    each_alias_stands_once(registered)


def test_pages_without_an_end_are_given_up(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.endless_pages = True
    run = aiws.run(*REGISTER, timeout=60)
    assert run.code in (0, 1, 69, 78)
    pages = [request for request in gateway.requests if request.path.startswith("/v2/model/info")]
    assert len(pages) < 2_000


def test_a_body_without_an_end_is_given_up(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("GET", "/v2/model/info", Fault(endless=True), times=100)
    run = aiws.measure(*REGISTER)
    assert run.code in (1, 69, 78), run
    nothing_was_written(gateway)
    assert is_sanitized() or run.max_rss < 300 * MEGABYTE


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '{"data":"x"}', '{"data":[1]}', '{"data":[{"model_name":7}]}', "{", '{"data":[{}]}']
)
def test_a_listing_that_is_none_is_refused_and_nothing_is_written(
    aiws: Aiws, gateway: GatewayDouble, body: str
) -> None:
    gateway.fault("GET", "/v2/model/info", Fault(status=200, body=body), times=100)
    run = aiws.run(*REGISTER)
    if run.code == 0:
        # a row without a name of ours is nobody's business; the listing itself must be one
        assert body in ('{"data":[{"model_name":7}]}', '{"data":[{}]}', '{"data":[1]}')
    else:
        assert run.code in (1, 69, 78), run
        nothing_was_written(gateway)


def test_a_web_server_that_is_no_litellm_is_named_as_such(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("*", "", Fault.html(), times=1000)
    run = aiws.run(*REGISTER).assert_code(78)
    assert "LiteLLM" in run.err and gateway.url in run.err
    nothing_was_written(gateway)


def test_a_web_server_where_nothing_is_found_is_no_litellm(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("*", "", Fault(status=404, body="not found"), times=1000)
    run = aiws.run(*REGISTER).assert_code(78)
    assert "LiteLLM" in run.err


def test_a_gateway_without_database_is_told_the_remedy(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.database = False
    run = aiws.run(*REGISTER).assert_code(78)
    assert "database" in run.err and "DATABASE_URL" in run.err
    nothing_was_written(gateway)


@pytest.mark.parametrize("token", ["sk-wrong", USER_TOKEN])
def test_a_token_that_may_not_administer_is_refused(aiws: Aiws, gateway: GatewayDouble, token: str) -> None:
    run = aiws.with_env(LITELLM_TOKEN=token).run(*REGISTER).assert_code(77)
    assert token not in run.out + run.err
    assert "LITELLM_TOKEN" in run.err
    nothing_was_written(gateway)


def test_nobody_listening_is_unreachable(aiws: Aiws) -> None:
    run = aiws.with_env(LITELLM_URL=f"http://127.0.0.1:{free_port()}").run(*REGISTER).assert_code(69)
    assert "127.0.0.1" in run.err


def test_a_port_that_only_hangs_up_is_unreachable(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("*", "", Fault(cut=True), times=1000)
    aiws.run(*REGISTER).assert_code(69)


@pytest.mark.parametrize("fault", [Fault.bad_gateway(), Fault.slow_down(1), Fault(cut=True)])
@pytest.mark.parametrize("path", ["/v2/model/info", "/credentials", "/health/readiness/details"])
def test_one_failed_read_is_repeated(aiws: Aiws, gateway: GatewayDouble, path: str, fault: Fault) -> None:
    gateway.fault("GET", path, fault)
    aiws.run(*REGISTER).assert_code(0)
    all_is_registered(gateway)


class Thief(LoopbackServer):
    """Somebody who is sent our requests by a redirect."""

    def __init__(self) -> None:
        self.requests: list[Incoming] = []
        super().__init__()

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        self.requests.append(incoming)
        handler.send(200, {"status": "healthy", "db": "connected", "data": [], "credentials": []})


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("path", ["", "^/(model|credentials)", "^/v2"])
def test_no_redirect_is_followed_and_the_token_stays_home(
    aiws: Aiws, gateway: GatewayDouble, path: str, status: int
) -> None:
    with Thief() as thief:
        gateway.fault("*", path, Fault.redirect(thief.url + "/v2/model/info", status), times=1000)
        run = aiws.run(*REGISTER)
        assert run.code in (1, 69, 78), run
        assert thief.requests == []
    assert "redirect" in (run.out + run.err).lower()


def test_it_waits_for_a_gateway_that_is_still_starting(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("GET", "/health/readiness", Fault.error(503), times=6)
    aiws.run("register", "--no-openclaw", "--wait", "60").assert_code(0)
    all_is_registered(gateway)


def test_it_waits_for_a_port_that_nobody_has_opened_yet(home) -> None:
    port = free_port()
    late: list[GatewayDouble] = []
    opener = threading.Timer(1.0, lambda: late.append(GatewayDouble(port)))
    opener.start()
    try:
        aiws = Aiws(home, for_double(f"http://127.0.0.1:{port}"))
        aiws.run("register", "--no-openclaw", "--wait", "60").assert_code(0)
        all_is_registered(late[0])
    finally:
        opener.join()
        for gateway in late:
            gateway.close()


def test_it_waits_for_the_database_behind_the_gateway(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.database = False
    connect = threading.Timer(1.0, lambda: setattr(gateway, "database", True))
    connect.start()
    aiws.run("register", "--no-openclaw", "--wait", "60").assert_code(0)
    connect.join()
    all_is_registered(gateway)


def test_it_does_not_wait_longer_than_it_was_told(aiws: Aiws) -> None:
    nobody = aiws.with_env(LITELLM_URL=f"http://127.0.0.1:{free_port()}")
    nobody.run(*REGISTER, "--wait", "1", timeout=30).assert_code(69)


def test_a_wrong_token_is_not_waited_for(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.with_env(LITELLM_TOKEN="sk-wrong").run(*REGISTER, "--wait", "600", timeout=30).assert_code(77)
    assert ADMIN_TOKEN not in str(gateway.requests) and KEYS["nvidia"] not in str(gateway.requests)
