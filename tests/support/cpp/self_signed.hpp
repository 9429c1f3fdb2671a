// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/cpp/loopback_server.hpp"

#include <filesystem>
#include <string>

namespace aiws::test {

/// A new key and a certificate for `name` (an IP address or a host name) that it signed itself, as files in `folder`.
TlsIdentity make_self_signed(const std::filesystem::path& folder, const std::string& name);

} // namespace aiws::test
