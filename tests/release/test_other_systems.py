# SPDX-License-Identifier: Apache-2.0
"""The release's binary in root file systems of other Debians than the one that it was built on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from aiws import Run
from certificates import Authority
from gateway_double import ADMIN_TOKEN, GatewayDouble
from release_archive import Archive
from rootfs import RootFs
from settings import for_double, keys

STORE = "usr/local/share/ca-certificates/aiws-test.crt"
ACCOUNT = 4711
SOMETHING_TO_DO = 2  # what a plan ends with


@pytest.fixture
def secure(authority: Authority) -> Iterator[GatewayDouble]:
    """A gateway behind TLS, with a certificate of the test's authority."""
    with GatewayDouble(tls=authority.server) as double:
        yield double


@pytest.fixture
def trusting(debian: RootFs, authority: Authority) -> Iterator[RootFs]:
    """A Debian whose store has the authority, put there as its owner would."""
    shutil.copy(authority.certificate, debian.folder / STORE)
    assert debian.run("update-ca-certificates").code == 0
    yield debian
    (debian.folder / STORE).unlink()
    assert debian.run("update-ca-certificates", "--fresh").code == 0


def plan(debian: RootFs, url: str, **environment: str) -> Run:
    return debian.run("aiws", "plan", **{**for_double(url), "HOME": "/root", **environment})


def test_the_binary_tells_its_version(debian: RootFs, own_archive: Archive):
    told = debian.run("aiws", "--version")
    assert told.code == 0
    assert told.out.startswith(f"aiws {own_archive.version} (")


def test_the_matrix_of_models_is_shown(debian: RootFs, gateway: GatewayDouble):
    shown = debian.run("aiws", "models", **for_double(gateway.url), HOME="/root").assert_code(0)
    assert "deepseek/deepseek-v4-pro" in shown.out


def test_a_plan_is_made_against_a_gateway(debian: RootFs, gateway: GatewayDouble):
    made = plan(debian, gateway.url).assert_code(SOMETHING_TO_DO)
    assert "deepseek/deepseek-v4-pro" in made.out
    assert {request.token for request in gateway.requests} == {ADMIN_TOKEN}


def test_registering_writes_to_the_gateway_and_to_files(debian: RootFs, gateway: GatewayDouble):
    environment = {**for_double(gateway.url), "HOME": "/root"}
    debian.run("aiws", "register", "--no-verify", "--no-openclaw", **environment).assert_code(0)
    assert any(request.writes for request in gateway.requests)


def test_localhost_is_looked_up(debian: RootFs, gateway: GatewayDouble):
    debian.write("etc/hosts", "127.0.0.1 localhost gateway.test\n")
    for name in ("localhost", "gateway.test"):
        plan(debian, f"http://{name}:{gateway.port}").assert_code(SOMETHING_TO_DO)


def test_a_name_that_nobody_knows_is_told_as_such(debian: RootFs):
    told = plan(debian, "https://gateway.invalid")
    assert told.code == 69
    assert "no host of that name: gateway.invalid" in told.err


def test_an_authority_in_the_system_s_store_is_trusted(trusting: RootFs, secure: GatewayDouble):
    plan(trusting, secure.url).assert_code(SOMETHING_TO_DO)
    plan(trusting, secure.url.replace("127.0.0.1", "localhost")).assert_code(SOMETHING_TO_DO)
    assert secure.requests


@pytest.mark.parametrize("place", ["etc/pki/tls/certs/ca-bundle.crt", "etc/ssl/ca-bundle.pem", "etc/ssl/cert.pem"])
def test_the_store_is_found_where_other_distributions_keep_it(trusting: RootFs, secure: GatewayDouble, place: str):
    usual, other = (trusting.folder / path for path in ("etc/ssl/certs/ca-certificates.crt", place))
    other.parent.mkdir(parents=True, exist_ok=True)
    usual.rename(other)
    try:
        plan(trusting, secure.url).assert_code(SOMETHING_TO_DO)
    finally:
        other.rename(usual)


def test_an_authority_that_is_not_in_the_store_is_refused(debian: RootFs, secure: GatewayDouble):
    refused = plan(debian, secure.url).assert_code(78)
    assert "the certificate is not trusted" in refused.err
    assert "no CA store" not in refused.err
    assert not secure.requests


def test_ssl_cert_file_names_another_store(debian: RootFs, secure: GatewayDouble, authority: Authority):
    debian.write("srv/own.pem", authority.certificate.read_text())
    plan(debian, secure.url, SSL_CERT_FILE="/srv/own.pem").assert_code(SOMETHING_TO_DO)


def test_a_system_without_a_store_is_told_what_to_install(debian: RootFs, secure: GatewayDouble, authority: Authority):
    store = debian.folder / "etc" / "ssl"
    aside = store.with_name("ssl-aside")
    store.rename(aside)
    try:
        refused = plan(debian, secure.url).assert_code(78)
        assert "install the package ca-certificates" in refused.err
        debian.write("srv/own.pem", authority.certificate.read_text())
        debian.run("aiws", "plan", "--ca-cert", "/srv/own.pem", **for_double(secure.url), HOME="/root").assert_code(
            SOMETHING_TO_DO
        )
    finally:
        aside.rename(store)


def test_without_home_the_account_s_folder_counts(debian: RootFs, gateway: GatewayDouble):
    accounts = debian.folder / "etc" / "passwd"
    before = accounts.read_text()
    accounts.write_text(f"{before}somebody:x:{ACCOUNT}:{ACCOUNT}::/srv/somebody:/bin/sh\n")
    try:
        for user, home in ((0, "root"), (ACCOUNT, "srv/somebody")):
            gateway.forget()
            debian.write(f"{home}/.ai_workspace_auth_token", ADMIN_TOKEN, user)
            debian.run("aiws", "plan", user=user, LITELLM_URL=gateway.url, **keys()).assert_code(SOMETHING_TO_DO)
            assert {request.token for request in gateway.requests} == {ADMIN_TOKEN}
    finally:
        accounts.write_text(before)
