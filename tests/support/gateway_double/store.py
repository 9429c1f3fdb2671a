# SPDX-License-Identifier: Apache-2.0
"""The double's rows and credentials, with LiteLLM's rules for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# what a listed row carries besides what was put into it: prices, abilities and limits, nearly all null
_DEFAULTS = json.loads((Path(__file__).parent / "listed_row.json").read_text())


@dataclass
class Row:
    """One deployment."""

    alias: str
    params: Json
    info: Json
    fixed: bool = False  # stands in config.yaml

    @property
    def id(self) -> str:
        return self.info["id"]

    def listed(self) -> Json:
        """As GET /v2/model/info shows it: without its key."""
        shown = {name: value for name, value in self.params.items() if name != "api_key"}
        info = {**_DEFAULTS["model_info"], **self.info, "key": shown["model"], "db_model": not self.fixed}
        return {
            "model_name": self.alias,
            "litellm_params": {**_DEFAULTS["litellm_params"], **shown},
            "model_info": info,
        }


class Refusal(Exception):
    """The call fails with this status and JSON."""

    def __init__(self, status: int, body: Json):
        super().__init__(status)
        self.status = status
        self.body = body

    @staticmethod
    def of(status: int, message: str, kind: str = "internal_server_error") -> Refusal:
        return Refusal(status, {"error": {"message": message, "type": kind, "param": None, "code": str(status)}})


@dataclass
class Store:
    rows: dict[str, Row] = field(default_factory=dict)
    unloadable: set[str] = field(default_factory=set)  # ids that are saved but never come into the router
    credentials: dict[str, Json] = field(default_factory=dict)

    def add_row(self, body: Json) -> Json:
        info = body["model_info"]
        if info["id"] in self.rows:
            raise Refusal.of(
                500, "{'error': 'Failed to add model to db. Check your server logs for more details.'}", "auth_error"
            )
        row = Row(body["model_name"], dict(body["litellm_params"]), dict(info))
        self.rows[row.id] = row
        if row.id in self.unloadable:
            message = f"Model create was saved to the database, but the model id(s) ['{row.id}'] are not live on it."
            raise Refusal.of(500, message)
        return _written(row)

    def patch_row(self, deployment_id: str, body: Json) -> Json:
        """Merges; null clears nothing, and version 1.106.2 has no other way to clear a parameter."""
        row = self.rows.get(deployment_id)
        if row is None or row.fixed:
            raise Refusal.of(404, f"Model {deployment_id} not found on proxy.", "not_found_error")
        row.alias = body.get("model_name") or row.alias
        row.params |= _present(body.get("litellm_params"))
        row.info |= _present(body.get("model_info")) | {"id": deployment_id}
        return _written(row)

    def delete_row(self, deployment_id: str) -> Json:
        if deployment_id not in self.rows or self.rows[deployment_id].fixed:
            raise Refusal.of(400, f"{{'error': 'Model with id={deployment_id} not found in db'}}", "auth_error")
        del self.rows[deployment_id]
        return {"message": f"Model: {deployment_id} deleted successfully"}

    def page(self, number: int, size: int, only: str | None) -> Json:
        found = [row for row in self.rows.values() if only in (None, row.id) and row.id not in self.unloadable]
        part = found[(number - 1) * size : number * size]
        return {
            "data": [row.listed() for row in part],
            "total_count": len(found),
            "current_page": number,
            "total_pages": -(-len(found) // size),
            "size": size,
        }

    def add_credential(self, body: Json) -> Json:
        name = body["credential_name"]
        if name in self.credentials:
            raise Refusal.of(
                409,
                f"Credential '{name}' already exists. Update it with PATCH /credentials/{name}, or delete it first.",
            )
        self.credentials[name] = {
            "values": dict(body["credential_values"]),
            "info": dict(body.get("credential_info") or {}),
        }
        return _done("created")

    def patch_credential(self, name: str, body: Json) -> Json:
        if name not in self.credentials:
            raise Refusal.of(404, "Credential not found in DB.")
        self.credentials[name]["values"] |= _present(body.get("credential_values"))
        self.credentials[name]["info"] |= _present(body.get("credential_info"))
        return _done("updated")

    def delete_credential(self, name: str) -> Json:
        if self.credentials.pop(name, None) is None:
            raise Refusal.of(404, f"Credential not found. Got credential name: {name}")
        return _done("deleted")

    def show_credential(self, name: str) -> Json:
        if name not in self.credentials:
            raise Refusal.of(404, f"Credential not found. Got credential name: {name}")
        entry = self.credentials[name]
        values = {key: _mask(value) if key == "api_key" else value for key, value in entry["values"].items()}
        return {
            "credential_name": name,
            "display_name": None,
            "credential_info": entry["info"],
            "credential_values": values,
            "source": "db",
        }

    def key_of(self, row: Row) -> str | None:
        """The provider key that a call of the row would carry; None when it names an unknown credential."""
        name = row.params.get("litellm_credential_name")
        if name is None:
            return row.params.get("api_key", "")
        return self.credentials[name]["values"].get("api_key") if name in self.credentials else None

    def under(self, alias: str) -> Iterator[Row]:
        return (row for row in list(self.rows.values()) if row.alias == alias)


def _present(part: Json | None) -> Json:
    return {name: value for name, value in (part or {}).items() if value is not None}


def _done(verb: str) -> Json:
    return {"success": True, "message": f"Credential {verb} successfully"}


def _mask(key: str) -> str:
    return f"{key[:2]}****{key[-2:]}"


def _written(row: Row) -> Json:
    """The reply to a write: the row with its parameters encrypted."""
    params = {name: "c2VjcmV0" if isinstance(value, str) else value for name, value in row.params.items()}
    return {
        "model_id": row.id,
        "model_name": row.alias,
        "litellm_params": {**_DEFAULTS["litellm_params"], **params},
        "model_info": {**row.info, "db_model": False, "member_auto_router": False},
        "blocked": False,
        "created_by": "default_user_id",
        "updated_by": "default_user_id",
    }
