// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace aiws::http {

struct UrlParts {
    std::string scheme; ///< lower-case
    std::string host;   ///< an IPv6 address without brackets
    int port = 0;       ///< the scheme's own when the URL has none
};

/// By libcurl's rules; nullopt for a URL that is not valid or holds a user name.
std::optional<UrlParts> url_parts(const std::string& url);

} // namespace aiws::http
