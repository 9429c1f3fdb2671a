// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aiws::litellm {

/// The first date in a text as "2026-07-24": written so, or as "July 24, 2026", "24 Jul 2026".
std::optional<std::string> date_in(std::string_view text);

/// Today in UTC as "2026-07-24".
std::string today();

} // namespace aiws::litellm
