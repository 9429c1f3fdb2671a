// SPDX-License-Identifier: Apache-2.0
#include "http/url_parts.hpp"

#include "http/handles.hpp"

#include <charconv>

namespace aiws::http {
namespace {

std::string part(CURLU* url, CURLUPart which)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
    return CurlText(text).get();
}

} // namespace

std::optional<UrlParts> url_parts(const std::string& url)
{
    const UrlHandle parsed(curl_url());
    if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) return std::nullopt;
    UrlParts parts{.scheme = part(parsed.get(), CURLUPART_SCHEME), .host = part(parsed.get(), CURLUPART_HOST)};
    if (parts.host.starts_with('[')) parts.host = parts.host.substr(1, parts.host.size() - 2);
    const std::string port = part(parsed.get(), CURLUPART_PORT);
    std::from_chars(port.data(), port.data() + port.size(), parts.port);
    return parts;
}

} // namespace aiws::http
