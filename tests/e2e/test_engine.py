# SPDX-License-Identifier: Apache-2.0
"""Prisma's engine of templates/engine under a LiteLLM that has much to do at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from stack.gateway import Gateway

AT_ONCE = 200


def test_200_keys_are_made_and_read_at_once(gateway: Gateway) -> None:
    admin = gateway.admin
    names = [f"key-{number}" for number in range(AT_ONCE)]

    def make(name: str) -> str:
        return admin.expect("POST", "/key/generate", {"key_alias": name, "metadata": {"n": [name, None]}})["key"]

    def read(key: str) -> list:
        return admin.expect("GET", f"/key/info?key={key}")["info"]["metadata"]["n"]

    def spend(_: str) -> int:
        return admin.call("GET", "/spend/logs?summarize=false").status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        keys = list(pool.map(make, names))
        assert list(pool.map(read, keys)) == [[name, None] for name in names]
        assert set(pool.map(spend, keys[:20])) == {200}
    admin.expect("POST", "/key/delete", {"keys": keys})
    assert (
        gateway.database.execute("""SELECT count(*) FROM "LiteLLM_VerificationToken" WHERE key_alias LIKE 'key-%'""")
        == "0"
    )
