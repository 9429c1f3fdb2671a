// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include "base/text.hpp"
#include "http/handles.hpp"
#include "http/url_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aiws::http {
namespace {

constexpr std::string_view k_example = "http://127.0.0.1:4000";

base::Error bad_url(std::string_view place, std::string_view text, std::string why, std::string fix)
{
    return {.kind = base::Failure::config,
            .what = fmt::format("{} is not a usable address", place),
            .where = base::one_line(redact_url(text)),
            .why = std::move(why),
            .fix = std::move(fix)};
}

/// Whether text without a scheme is surely an address, and not a key that was put into the wrong variable.
bool looks_like_host(std::string_view text)
{
    if (text.contains('@')) return false;
    const auto parts = url_parts("http://" + std::string(text));
    if (!parts) return false;
    const bool plain = std::ranges::all_of(parts->host, [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
    });
    const bool marked = text.find_first_of(".:") != std::string_view::npos || parts->host == "localhost";
    return plain && marked && text.find_first_of("?#") == std::string_view::npos && text.size() < 80;
}

base::Error no_scheme(std::string_view place, std::string_view text)
{
    const bool show = looks_like_host(text);
    base::Error error = bad_url(place, "", "it does not begin with http:// or https://",
                                fmt::format("write {}", show ? "http://" + std::string(text) : k_example));
    if (show) error.where = text;
    return error;
}

std::string without_extra_slashes(std::string_view path)
{
    std::string out;
    for (const char c : path)
        if (c != '/' || !out.ends_with('/')) out += c;
    while (out.ends_with('/')) out.pop_back();
    return out;
}

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned int flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return std::nullopt;
    return CurlText(text).get();
}

/// What contradicts a base URL although it is a URL.
std::optional<std::string> unwanted(CURLU* url)
{
    if (part(url, CURLUPART_USER) || part(url, CURLUPART_PASSWORD))
        return "it holds a user name or password, which would end up in logs";
    if (part(url, CURLUPART_QUERY) || part(url, CURLUPART_FRAGMENT)) return "it holds a query or fragment";
    if (part(url, CURLUPART_PORT) == "0") return "nothing listens on port 0";
    return std::nullopt;
}

} // namespace

base::Result<std::string> parse_base_url(std::string_view text, std::string_view place)
{
    const std::string example = fmt::format("write it like {}", k_example);
    const auto refuse = [&](std::string why) { return std::unexpected(bad_url(place, text, std::move(why), example)); };
    if (text.empty()) return refuse("it is empty");
    if (std::ranges::any_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7F; }))
        return refuse("it has white space or control characters in it");
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::unexpected(no_scheme(place, text));
    if (const auto scheme = base::lower(text.substr(0, scheme_end)); scheme != "http" && scheme != "https")
        return refuse("it does not begin with http:// or https://");
    const UrlHandle url(curl_url());
    const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0);
    if (code != CURLUE_OK) return refuse(base::lower(curl_url_strerror(code)));
    if (auto why = unwanted(url.get())) return refuse(*std::move(why));
    const std::string path = without_extra_slashes(part(url.get(), CURLUPART_PATH).value_or(""));
    const std::string host = base::lower(part(url.get(), CURLUPART_HOST).value_or(""));
    const auto port = part(url.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    return fmt::format("{}://{}{}{}", part(url.get(), CURLUPART_SCHEME).value_or(""), host, port ? ":" + *port : "",
                       path);
}

std::string redact_url(std::string_view url)
{
    const auto scheme_end = url.find("://");
    const std::size_t start = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    std::string out(url.substr(0, start));
    std::string_view rest = url.substr(start);
    // A password may hold '/', '?' and '#' although it should not: everything to the last '@' goes.
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        out += "…";
        rest.remove_prefix(at);
    }
    const auto tail = rest.find_first_of("?#");
    out += rest.substr(0, tail);
    if (tail != std::string_view::npos) out.append(1, rest[tail]).append("…");
    return out;
}

} // namespace aiws::http
