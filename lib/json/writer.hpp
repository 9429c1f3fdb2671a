// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/style.hpp"

#include <optional>

namespace aiws::json {

/// The name with its quotes, or without where the style has none and the name allows it.
std::string write_name(std::string_view name, const Style& style);

/// The value in one line; nullopt when that takes more than `limit` bytes.
std::optional<std::string> write_in_line(const Ordered& value, const Style& style, std::size_t limit);

enum class Layout : std::uint8_t {
    by_style, ///< containers in one line where the file does that and they fit, else member by member
    broken,   ///< the outermost container member by member in any case
};

/// The value for a line that is indented by `indent` and has `column` bytes before it. It ends without a line break.
/// Numbers that JSON does not have (NaN, infinities) are written as null, as nlohmann does.
struct Writing {
    std::string indent;
    std::size_t column = 0;
    Layout layout = Layout::by_style;
};
std::string write(const Ordered& value, const Style& style, const Writing& writing);

} // namespace aiws::json
