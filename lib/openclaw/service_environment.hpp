// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/location.hpp"
#include "system/environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aiws::openclaw {

/// The places from which OpenClaw, as a command here or as a service, gets a value for the variable: "this shell",
/// STATE/.env, the systemd user unit openclaw-gateway[-PROFILE].service with its drop-ins and environment files, the
/// launchd agent ai.openclaw.*. No value is kept.
std::vector<std::string> places_of_variable(const std::string& name, const Location& location,
                                            const system::Environment& environment);

/// True when a line of an environment file ("NAME=value", "export NAME=value") or of a systemd unit
/// (`Environment="NAME=value" …`) gives the variable a value that is not empty.
bool sets_variable(std::string_view text, const std::string& name);

} // namespace aiws::openclaw
