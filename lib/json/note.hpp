// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

#include <filesystem>

namespace aiws::json {

/// A file of aiws's own that only helps its memory: the object in it, or an empty one where there is none or it is
/// damaged.
Value read_note(const std::filesystem::path& file);

/// Writes it, 0600.
base::Result<> write_note(const std::filesystem::path& file, const Value& note);

} // namespace aiws::json
