// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace aiws::system {

/// True when something accepts connections on this TCP port of 127.0.0.1. Waits a quarter of a second at most.
bool listens_on(int port);

} // namespace aiws::system
