// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/catalog.hpp"
#include "system/environment.hpp"
#include "workspace/desired.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::cli {

/// A key or token as it was typed, without the white space around it. Failure::config, naming `place` and never the
/// value, for quotes around it, white space or control characters in it, or bytes that are not ASCII.
base::Result<base::Secret> check_secret(std::string_view text, std::string_view place);

/// The secret in NAME, or in the file that NAME_FILE names; nullopt when neither is set or NAME is empty.
base::Result<std::optional<base::Secret>> find_secret(const system::Environment& environment, const std::string& name);

/// The provider keys that are set, in the catalogue's order, each with its base URL (the override where that is set).
/// `channels` narrows to these; empty means all.
base::Result<std::vector<workspace::ChannelKey>> find_keys(const catalog::Catalog& catalog,
                                                           const system::Environment& environment,
                                                           const std::vector<std::string>& channels);

/// The error for "no key is set": which variables were looked for, and which of them are set but empty.
base::Error no_keys(const catalog::Catalog& catalog, const system::Environment& environment,
                    const std::vector<std::string>& channels);

} // namespace aiws::cli
