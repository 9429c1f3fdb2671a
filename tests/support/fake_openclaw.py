# SPDX-License-Identifier: Apache-2.0
"""An `openclaw` that misbehaves on demand.

Its answers were recorded from OpenClaw 2026.9.6. It validates the file that really stands there: what a test has it
refuse is refused as long as it is in the file.

    openclaw = FakeOpenClaw(tmp_path / "openclaw")
    openclaw.refuse("models.providers.*.timeoutSeconds")    # Unrecognized key: "timeoutSeconds"
    openclaw.answer("models list", Answer(delay=5))         # its own answer, later
    Aiws(home, {"PATH": openclaw.path, ...}).run("register")
    openclaw.starts                                         # which commands were run, with which variables
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VERSION = "2026.9.6"
VALIDATE = "config validate"
LIST = "models list"
STATUS = "models status"
TURN = "infer model run"  # with a reference behind it: of this model only
OFFERED = "gateway call"
RELOAD = "secrets reload"


@dataclass(frozen=True)
class Answer:
    """How a command behaves; where nothing is said about it, as the real one does."""

    text: str | None = None  # instead of its JSON
    code: int | None = None
    delay: float = 0  # seconds before it does anything
    before: str = ""  # stands on stdout before its answer
    err: str = ""  # goes to stderr
    signal: int = 0  # it is killed by this
    look_first: bool = False  # it looks at the file before the delay instead of behind it

    @staticmethod
    def of(document: Any, code: int = 0) -> Answer:
        return Answer(text=json.dumps(document), code=code)

    @staticmethod
    def failure(message: str) -> Answer:
        return Answer.of({"ok": False, "error": {"type": "cli_error", "message": message}}, 1)

    @staticmethod
    def hang() -> Answer:
        return Answer(delay=600)


@dataclass(frozen=True)
class Start:
    """One start of the program."""

    args: tuple[str, ...]
    pid: int
    env: dict[str, str]

    @property
    def command(self) -> str:
        """ "config validate", or "infer model run nvidia/glm-5.2"."""
        words = [word for word in self.args[:3] if not word.startswith("-") and "." not in word]
        model = [self.args[self.args.index("--model") + 1]] if "--model" in self.args else []
        return " ".join(words + model)


class FakeOpenClaw:
    """The program and its package in a folder of their own."""

    def __init__(self, folder: Path, version: str = VERSION):
        self.folder = folder
        self.program = folder / "bin" / "openclaw"
        self.program.parent.mkdir(parents=True)
        self._answers: dict[str, dict[str, Any]] = {}
        self._refused: list[dict[str, str]] = []
        self._profiles: dict[str, list[str]] = {}
        self._only: list[str] | None = None
        self._one_by_one = False
        self.set_version(version)
        # -S -I: nothing of Python's that this does not need
        self.program.write_text(f"#!{sys.executable} -IS\n{_PROGRAM}")
        self.program.chmod(0o755)
        self._save()

    # --- for the test -------------------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """PATH with it in front."""
        return f"{self.program.parent}:/usr/bin:/bin"

    @property
    def starts(self) -> list[Start]:
        record = self.folder / "starts.jsonl"
        lines = record.read_text().splitlines() if record.exists() else []
        return [Start(tuple(start["args"]), start["pid"], start["env"]) for start in map(json.loads, lines)]

    @property
    def commands(self) -> list[str]:
        return [start.command for start in self.starts]

    def forget(self) -> None:
        """Empties the record of starts."""
        (self.folder / "starts.jsonl").unlink(missing_ok=True)

    def set_version(self, version: str) -> None:
        (self.folder / "package.json").write_text(json.dumps({"name": "openclaw", "version": version}))

    def answer(self, command: str, answer: Answer | None) -> None:
        """How the command answers from now on; None: properly again."""
        self._answers.pop(command, None)
        if answer:
            self._answers[command] = asdict(answer)
        self._save()

    def refuse(self, *places: str, message: str = "", one_by_one: bool = False) -> None:
        """These are refused while they stand in the file; "*" stands for any key or number.

        Without a message as keys that it does not know. With `one_by_one` it tells of one place at a time.
        """
        self._refused += [{"place": place, "message": message} for place in places]
        self._one_by_one = self._one_by_one or one_by_one
        self._save()

    def accept_all(self) -> None:
        self._refused.clear()
        self._save()

    def know_only(self, *references: str) -> None:
        """It lists and offers these of the models in the file, and no other."""
        self._only = list(references)
        self._save()

    def store_profiles(self, provider: str, *labels: str) -> None:
        """`models status` tells of these profiles."""
        self._profiles[provider] = list(labels)
        self._save()

    def replace_program(self, text: str) -> None:
        """Something else in the program's place."""
        self.program.write_text(text)

    def _save(self) -> None:
        behaviour = {
            "answers": self._answers,
            "refused": self._refused,
            "one_by_one": self._one_by_one,
            "only": self._only,
            "profiles": self._profiles,
        }
        newer = self.folder / "behaviour.json.new"
        newer.write_text(json.dumps(behaviour))
        newer.replace(self.folder / "behaviour.json")  # one that starts meanwhile reads the one or the other


_PROGRAM = r'''
import json, os, re, sys, time

folder = os.path.dirname(os.path.dirname(os.path.realpath(sys.argv[0])))
with open(folder + "/behaviour.json") as file:
    behaviour = json.load(file)
args = sys.argv[1:]
names = ("NVIDIA_API_KEY", "OLLAMA_API_KEY", "DEEPSEEK_API_KEY", "LITELLM_TOKEN", "LITELLM_MASTER_KEY", "HOME", "CI",
         "NO_COLOR", "OPENCLAW_GATEWAY_PORT", "AI_WORKSPACE_AUTH_TOKEN")
start = {"args": args, "pid": os.getpid(), "env": {name: os.environ[name] for name in names if name in os.environ}}
record = os.open(folder + "/starts.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.write(record, (json.dumps(start) + "\n").encode())

profile = args[1] if args[:1] == ["--profile"] else ""
words = args[2:] if profile else args
reference = words[words.index("--model") + 1] if "--model" in words else ""
command = " ".join(words[:3] if words[0] == "infer" else words[:2])
state = os.environ.get("OPENCLAW_STATE_DIR") or os.environ["HOME"] + "/.openclaw" + (profile and "-" + profile)
path = os.environ.get("OPENCLAW_CONFIG_PATH") or state + "/openclaw.json"


def load():
    """The file without the comments that have a line of their own; None where there is none."""
    try:
        with open(path) as file:
            return json.loads(re.sub(r"(?m)^\s*//.*$", "", file.read()))
    except FileNotFoundError:
        return None


def found(value, keys, way=()):
    """The places in the value that the keys, some of them "*", lead to."""
    if not keys:
        return [way]
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, child in entries if keys[0] in ("*", str(key))
            for place in found(child, keys[1:], (*way, str(key)))]


def issues(config):
    all_of_them = []
    for refused in behaviour["refused"]:
        for place in found(config, refused["place"].split(".")):
            if refused["message"]:
                all_of_them.append({"path": ".".join(place), "message": refused["message"]})
            else:
                message = 'Unrecognized key: "%s"' % place[-1]
                all_of_them.append({"path": ".".join(place[:-1]) or "<root>", "message": message})
        if all_of_them and behaviour["one_by_one"]:
            break
    return all_of_them


def failure(message, **more):
    return {"ok": False, "error": {"type": "cli_error", "message": message}, **more}, 1


def validate():
    try:
        config = load()
    except ValueError as mistake:
        message = "OpenClaw config is invalid: " + path
        return failure(message, valid=False, path=path, issues=[{"path": "<root>", "message": str(mistake)}])
    if config is None:
        return failure("file not found", valid=False, path=path)
    if there := issues(config):
        return failure("OpenClaw config is invalid: " + path, valid=False, path=path, issues=there)
    return {"valid": True, "path": path, "warnings": []}, 0


def references():
    providers = (load() or {}).get("models", {}).get("providers", {})
    known = []
    for provider, block in providers.items():
        for model in block.get("models", []):
            known.append(model["id"] if model["id"].startswith(provider + "/") else provider + "/" + model["id"])
    return [key for key in known if behaviour["only"] is None or key in behaviour["only"]]


def listed():
    rows = [{"key": key, "name": key.split("/")[1], "available": True, "missing": False} for key in references()]
    return {"count": len(rows), "models": rows}, 0


def offered():
    rows = [{"id": key, "name": key.split("/")[1], "provider": key.split("/")[0]} for key in references()]
    return {"models": rows}, 0


def turn():
    return {"ok": True, "capability": "model.run", "transport": "local", "provider": reference.split("/")[0],
            "model": reference, "attempts": [], "outputs": [{"text": "pong", "mediaUrl": None}]}, 0


def status():
    rows = [{"provider": provider, "effective": {"kind": "profiles", "detail": path}, "profiles": {
             "count": len(labels), "labels": labels}} for provider, labels in behaviour["profiles"].items()]
    return {"auth": {"providers": rows}}, 0


commands = {"config validate": validate, "models list": listed, "models status": status, "infer model run": turn,
            "gateway call": offered, "secrets reload": lambda: ({"ok": True, "warningCount": 0}, 0)}
answers = behaviour["answers"]
answer = answers.get(command + " " + reference) or answers.get(command) or {}
early = commands[command]() if answer.get("look_first") else None
if answer.get("delay"):
    time.sleep(answer["delay"])
if answer.get("signal"):
    os.kill(os.getpid(), answer["signal"])
document, code = early or commands[command]()
text = answer.get("text")
sys.stderr.write(answer.get("err", ""))
sys.stdout.write(answer.get("before", "") + (json.dumps(document) + "\n" if text is None else text))
sys.stdout.flush()
os._exit(code if answer.get("code") is None else answer["code"])
'''
