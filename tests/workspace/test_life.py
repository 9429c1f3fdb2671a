# SPDX-License-Identifier: Apache-2.0
"""The life of a workspace, from a machine without one to the same machine again: root's and an ordinary user's."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from machine import listeners, processes, wait_until
from matrix import ALIASES
from standing import OWN_ID, SERVICES, Standing, leaks, open_files, question, same_files
from workspace_host import ACCOUNT, Host, account_uid

HOSTS = ["root", "user"]
FROM_SOURCE = True


def test_a_dry_run_says_what_would_be_done_and_does_nothing(host: Host, standing: Standing):
    before = host.files(digests=True)
    run = host.aiws("up", "--dry-run").assert_silent_about(standing.host.exports.values())
    assert run.code in (0, 2) and run.out
    same_files(before, host.files(digests=True))


def test_a_workspace_comes_up_in_which_every_service_is_healthy(host: Host, standing: Standing):
    run = host.run_installer() if host.from_source else standing.up()
    run.assert_silent_about(standing.all_secrets())
    standing.assert_healthy()
    versions = standing.status()["versions"]
    assert versions["litellm"] == "1.106.2" and versions["openclaw"] == "2026.9.6"


def test_all_sixteen_models_are_registered_and_answer(standing: Standing):
    standing.assert_all_answer()


def test_its_secrets_are_its_own(host: Host, standing: Standing):
    secrets = host.folder / "secrets"
    assert {path.name for path in secrets.iterdir()} >= {"master-key", "salt-key", "database-password"}
    assert open_files(secrets) == []
    assert open_files(standing.token_file) == []
    assert [path for path in open_files(host.folder / "config") if path.endswith(".env")] == []
    owners = {path.stat().st_uid for path in (secrets, *secrets.iterdir(), standing.token_file)}
    assert owners <= {0, host.services_uid}


def test_the_services_do_not_run_as_root(host: Host, standing: Standing):
    owners = {process.pid: process.uid for process in processes()}
    assert set(standing.pids()) == set(SERVICES)
    assert {owners[pid] for pid in standing.pids().values()} == {host.services_uid}
    assert host.services_uid != 0


def test_no_secret_stands_in_a_process_list_or_a_log(host: Host, standing: Standing):
    secrets = standing.all_secrets()
    assert len(secrets) >= 7
    shown = [process.command for process in processes() if any(secret in process.command for secret in secrets)]
    assert shown == []
    logs = [path for path in (host.folder / "logs").rglob("*") if path.is_file()]
    agents = [path for path in Path("/tmp").glob("openclaw*/*.log") if path.stat().st_uid == host.services_uid]
    assert logs and leaks(secrets, logs + agents) == []


def test_openclaws_key_can_chat_and_do_nothing_else(standing: Standing):
    key = standing.token_file.read_text().strip()
    assert key and key != standing.secret("master-key")
    admin = standing.admin
    assert admin.chat(ALIASES[0], token=key).status == 200
    new_row = {"model_name": "x", "litellm_params": {"model": "openai/x"}}
    for path, body in (("/model/new", new_row), ("/key/generate", {}), ("/credentials", {"credential_name": "x"})):
        assert admin.call("POST", path, body, token=key).status in (401, 403), path
    assert admin.call("POST", "/v1/chat/completions", question(ALIASES[0]), token="sk-nobodys").status == 401


def test_openclaw_on_path_lists_the_models_and_answers(host: Host, standing: Standing):
    listed = host.openclaw("models", "list", "--json").assert_code(0).json()["models"]
    assert {row["key"] for row in listed} >= set(ALIASES)
    standing.assert_openclaw_answers()


def test_it_listens_on_loopback_only(host: Host, standing: Standing):
    services = standing.services()
    assert set(services) == set(SERVICES)
    assert all("127.0.0.1" in service["address"] for service in services.values())
    assert {at.uid for at in listeners() if services["litellm"]["address"].endswith(f":{at.port}")} == {
        host.services_uid
    }
    assert standing.outsiders() == []


def test_up_again_changes_nothing(host: Host, standing: Standing):
    files, pids, mark = standing.steady_files(), standing.pids(), standing.log.stat().st_size
    supervisor = standing.supervisor_pid()
    standing.up()
    same_files(files, standing.steady_files())
    assert (standing.pids(), standing.supervisor_pid()) == (pids, supervisor)
    assert [access for access in standing.accesses(mark) if access.writes] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_is_killed_comes_back_by_itself(standing: Standing, name: str):
    old = standing.pids()[name]
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: standing.pids()[name] not in (0, None, old), 60, f"{name} runs again")
    wait_until(standing.is_healthy, 180, f"all is well after {name} was killed")
    if name == "openclaw":
        standing.assert_openclaw_answers()
    else:
        standing.assert_all_answer()


def test_a_supervisor_that_is_killed_is_replaced_by_up_whatever_it_left_running(standing: Standing):
    old = standing.supervisor_pid()
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{old}").exists() or _is_zombie(old), 30, "the supervisor is gone")
    standing.up()
    assert standing.supervisor_pid() != old
    standing.assert_healthy()
    supervisors = [command for command in standing.host.processes() if "supervisord" in command]
    assert len(supervisors) == 1
    standing.assert_all_answer()


def _is_zombie(pid: int) -> bool:
    return not Path(f"/proc/{pid}/cmdline").read_bytes()


def test_down_stops_everything_and_up_brings_it_back_with_its_data(host: Host, standing: Standing):
    standing.add_own_row()
    ports = {name: service["address"] for name, service in standing.services().items()}
    host.aiws("down").assert_code(0)
    standing.assert_stopped()
    host.aiws("down").assert_code(0)
    standing.up()
    standing.assert_healthy()
    assert {name: service["address"] for name, service in standing.services().items()} == ports
    assert OWN_ID in standing.registered()
    standing.assert_all_answer()


def test_logs_show_each_service_and_as_many_lines_as_are_asked_for(host: Host, standing: Standing):
    everything = host.aiws("logs").assert_code(0)
    assert all(name in everything.out for name in SERVICES)
    standing.admin.chat(ALIASES[0])
    last = host.aiws("logs", "litellm", "-n", "5").assert_code(0)
    assert len(last.out.splitlines()) == 5
    wrong = host.aiws("logs", "nosuch")
    assert wrong.code == 64 and wrong.out == "" and "litellm" in wrong.err


def test_logs_are_followed_until_ctrl_c(host: Host, standing: Standing, tmp_path: Path):
    with open(tmp_path / "out", "wb") as out:
        follower = host.start("aiws", "logs", "litellm", "-f", "-n", "0", stdout=out, stderr=subprocess.DEVNULL)
        try:
            # the first calls may come before it looks
            def follows() -> bool:
                standing.admin.chat(ALIASES[0])
                return b"chat/completions" in (tmp_path / "out").read_bytes()

            wait_until(follows, 60, "a new line is shown")
            follower.send_signal(signal.SIGINT)
            assert follower.wait(30) in (0, 130)
        finally:
            follower.kill()
            follower.wait()


def test_installing_again_changes_nothing(host: Host, standing: Standing):
    if not host.from_source:
        pytest.skip("the program was not installed by install.sh (AIWS_WORKSPACE_FAST)")
    files, pids = standing.steady_files(), standing.pids()
    host.run_installer()
    same_files(files, standing.steady_files())
    assert standing.pids() == pids
    standing.assert_healthy()


def test_uninstall_keeps_the_data_for_the_next_up(host: Host, standing: Standing):
    before = standing.registered()
    key = standing.secret("master-key")
    host.aiws("uninstall", "--yes").assert_code(0)
    wait_until(lambda: not host.processes(), 30, "all processes ended")
    assert (host.folder / "data" / "postgres").is_dir()
    standing.up()
    standing.assert_healthy()
    assert (standing.registered(), standing.secret("master-key")) == (before, key)
    assert OWN_ID in before


def test_an_uninstall_that_is_only_tried_out_does_nothing(host: Host, standing: Standing):
    pids = standing.pids()
    run = host.aiws("uninstall", "--purge", "--dry-run").assert_code(0)
    assert str(host.folder) in run.out
    assert standing.pids() == pids


def test_purging_leaves_the_machine_as_it_was(host: Host):
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    wait_until(lambda: not host.processes(), 30, "all processes ended")
    assert account_uid(ACCOUNT) is None
    host.remove_program()
    host.assert_unchanged()
    assert not [process for process in processes() if "supervisord" in process.command and "aiws" in process.command]
