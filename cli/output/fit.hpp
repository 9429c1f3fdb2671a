// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::cli {

/// The UTF-8 text itself when it takes at most that many terminal columns, else its beginning and "…" within them.
/// With 0 columns there is room for nothing.
std::string fit(std::string_view text, std::size_t columns);

/// The text and as many spaces behind it as fill the columns.
std::string pad_right(std::string_view text, std::size_t columns);

} // namespace aiws::cli
