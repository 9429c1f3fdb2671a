# SPDX-License-Identifier: Apache-2.0
"""aiws against the old way and against LiteLLM's own CLI, and what OpenClaw adds, in one run on one real gateway.

The provider takes half a second for an answer. Times are wall-clock medians of whole processes, run in turn, so that
a busy moment of the machine meets all of them. AIWS_BIN names the binary; measure the release build.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiws import Aiws, binary
from matrix import ALIASES, UPSTREAM
from provider import Provider
from stack.gateway import Gateway, Stack
from stack.openclaw import OpenClaw

HERE = Path(__file__).resolve().parent
PROVIDER_SECONDS = 0.5


@dataclass
class Measure:
    """One thing that is timed."""

    title: str
    run: Callable[[], None]
    before: Callable[[], None] = lambda: None  # not timed
    times: int = 1  # how often it runs within one measurement, for what is over in a moment
    seconds: list[float] = field(default_factory=list)

    def once(self) -> None:
        self.before()
        begin = time.perf_counter()
        for _ in range(self.times):
            self.run()
        self.seconds.append((time.perf_counter() - begin) / self.times)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Bench:
    def __init__(self, gateway: Gateway, provider: Provider, home: Path):
        self._gateway = gateway
        self._provider = provider
        self._home = home
        settings = {"LITELLM_URL": gateway.url, "LITELLM_TOKEN": gateway.master_key}
        self._aiws = Aiws(home, settings | provider.environment())
        self._openclaw = OpenClaw(home)
        self._with_openclaw = self._aiws.with_env(PATH=f"{self._openclaw.launcher(home).path}:/usr/bin:/bin")
        self._shell = {"PATH": os.environ["PATH"], **settings}
        self._table = home / "models.txt"
        self._table.write_text("".join(self._line(alias) for alias in ALIASES))

    def _line(self, alias: str) -> str:
        channel = alias.split("/")[0]
        prefix = "deepseek" if channel == "deepseek" else "openai"
        return f"{alias} {prefix}/{UPSTREAM[alias]} {self._provider.base(channel)} {self._provider.keys[channel]}\n"

    def measures(self) -> dict[str, Measure]:
        """All of them, by name; the ones that need a registered gateway stand behind the one that registers."""
        return {
            "old_way": Measure("the old way: write, then probe, one after another", self._old_way, self._clear),
            "first": Measure("aiws register, first run", self._register, self._clear),
            "again": Measure("aiws register, again", self._register),
            "lite": Measure("lite models list", self._lite),
            "models": Measure("aiws models --json", lambda: self._command("models", "--json")),
            "plan": Measure("aiws plan, nothing to do", lambda: self._command("plan")),
            "change": Measure("aiws register, OpenClaw proves a change", self._prove, self._forget),
            "validation": Measure("of that one validation by OpenClaw", self._validate),
            "without": Measure("aiws register --no-verify --no-openclaw", self._without_openclaw, times=10),
            "unchanged": Measure("aiws register --no-verify, OpenClaw unchanged", self._unchanged, times=10),
            "start": Measure("aiws --version", self._start, times=20),
        }

    def resident_bytes(self) -> dict[str, int]:
        return {words: self._aiws.measure(*words.split()).assert_code(0).max_rss for words in ("--version", "plan")}

    def _clear(self) -> None:
        self._gateway.admin.clear()

    def _old_way(self) -> None:
        _checked([str(HERE / "old_way.sh"), str(self._table)], self._shell)

    def _register(self) -> None:
        self._command("register")

    def _command(self, *words: str) -> None:
        self._aiws.run(*words, timeout=300).assert_code(0)

    def _forget(self) -> None:
        """OpenClaw's configuration as it was before aiws came."""
        self._openclaw.config.unlink(missing_ok=True)

    def _prove(self) -> None:
        run = self._with_openclaw.run("register", timeout=300).assert_code(0)
        if "accepts its configuration" not in run.out:
            raise RuntimeError(f"OpenClaw was not asked:\n{run.out}")

    def _validate(self) -> None:
        if self._openclaw.validate().code != 0:
            raise RuntimeError("OpenClaw does not accept its configuration")

    def _without_openclaw(self) -> None:
        self._with_openclaw.run("register", "--no-verify", "--no-openclaw").assert_code(0)

    def _unchanged(self) -> None:
        self._with_openclaw.run("register", "--no-verify").assert_code(0)

    def _start(self) -> None:
        """The process alone, without Python's own machinery around it."""
        silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        child = os.posix_spawn(binary(), [str(binary()), "--version"], self._aiws.environment(), file_actions=silent)
        if os.waitpid(child, 0)[1] != 0:
            raise RuntimeError("aiws --version failed")

    def _lite(self) -> None:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._home),
            "LITELLM_PROXY_URL": self._gateway.url,
            "LITELLM_PROXY_API_KEY": self._gateway.master_key,
        }
        _checked([str(self._gateway.installation.bin / "lite"), "models", "list"], env)


def _checked(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-2000:]}")


# name -> slow, quick, the ratio that is aimed at
RATIOS = {
    "first run against the old way": ("old_way", "first", 5),
    "again against the old way": ("old_way", "again", 12),
    "models --json against lite models list": ("lite", "models", 100),
    "plan against lite models list": ("lite", "plan", 100),
}


def measure(repeat: int) -> dict:
    """Runs everything and returns the report."""
    with (
        Stack() as stack,
        Provider(delay=PROVIDER_SECONDS) as provider,
        tempfile.TemporaryDirectory(prefix="aiws-bench-") as home,
    ):
        bench = Bench(stack.gateway(), provider, Path(home))
        measures = bench.measures()
        for _ in range(repeat):
            for item in measures.values():
                item.once()
        return _report(measures, bench.resident_bytes(), repeat)


def _report(measures: dict[str, Measure], resident: dict[str, int], repeat: int) -> dict:
    times = {
        name: {"title": item.title, "median_s": item.median, "all_s": item.seconds} for name, item in measures.items()
    }
    ratios = {
        name: {"ratio": measures[slow].median / measures[quick].median, "aim": aim}
        for name, (slow, quick, aim) in RATIOS.items()
    }
    added = statistics.median(
        unchanged - without
        for unchanged, without in zip(measures["unchanged"].seconds, measures["without"].seconds, strict=True)
    )
    return {
        "machine": {"cpus": os.cpu_count(), "system": platform.platform()},
        "binary": str(binary()),
        "repeat": repeat,
        "provider_s": PROVIDER_SECONDS,
        "times": times,
        "ratios": ratios,
        "openclaw_unchanged_adds_s": added,
        "resident_bytes": resident,
        "aims": {"start_s": 0.010, "openclaw_unchanged_adds_s": 0.005, "resident_bytes": 15 << 20},
    }


def print_table(report: dict) -> None:
    print(f"{'':52} {'median':>10}  {'fastest':>10}")
    for item in report["times"].values():
        print(f"{item['title']:52} {_time(item['median_s']):>10}  {_time(min(item['all_s'])):>10}")
    print()
    print(f"{'':52} {'ratio':>10}  {'aim':>10}")
    for name, item in report["ratios"].items():
        print(f"{name:52} {item['ratio']:9.1f}x  {item['aim']:9}x")
    print()
    print(f"{'OpenClaw unchanged adds':52} {_time(report['openclaw_unchanged_adds_s']):>10}  {'5 ms':>10}\n")
    for words, size in report["resident_bytes"].items():
        print(f"{f'memory of aiws {words}':52} {size / (1 << 20):7.1f} MB  {'15 MB':>10}")
    machine = report["machine"]
    print(f"\n{report['repeat']} runs each on {machine['cpus']} CPUs, {machine['system']}; the provider takes 0.5 s.")


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--smoke", action="store_true", help="one run of each; only errors fail, never times")
    parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
    options = parser.parse_args()
    report = measure(1 if options.smoke else options.repeat)
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print_table(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
