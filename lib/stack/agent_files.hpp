// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/location.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"

namespace aiws::stack {

/// The environment in which OpenClaw's files of a workspace are found: that of the services' user.
system::Environment agents_environment(const Home& home, const system::Environment& environment);

/// Gives the workspace's OpenClaw a token for its own page, unless the user has set one (gateway.auth.token, or
/// OPENCLAW_GATEWAY_TOKEN in its .env): a secret of the workspace, and a line in OpenClaw's .env, so that `openclaw` in
/// a shell has it too.
base::Result<> prepare_agent_token(const Home& home, Record& record, const openclaw::Location& location);

/// Takes that line out again; the file goes where nothing else is in it.
base::Result<> remove_agent_token(const openclaw::Location& location);

/// Notes what OpenClaw will leave in /tmp, where it takes no other place for it (2026.9.6), as far as it is not there.
void note_agent_leavings(const Home& home, Record& record);
/// True for a path of which a workspace may take away what is its user's own: OpenClaw's files.
bool is_agent_leaving(const Home& home, const std::filesystem::path& path);

/// Puts `openclaw` on PATH by a link to the launcher: in /usr/local/bin, for a user in ~/.local/bin. Somebody else's
/// stays.
base::Result<> link_launcher(const Home& home, Record& record, const system::Environment& environment);
/// Where that link is, or would be.
std::filesystem::path launcher_link(const Home& home, const system::Environment& environment);

} // namespace aiws::stack
