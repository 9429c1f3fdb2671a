// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace aiws::system {

/// True when something accepts connections on this TCP port of 127.0.0.1. Waits a quarter of a second at most.
bool listens_on(int port);

/// True when something accepts connections on this Unix-domain socket: one whose owner was killed is there still.
bool listens_on(const std::filesystem::path& socket_file);

} // namespace aiws::system
