// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include "http/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>

namespace aiws::http {
namespace {

struct Words {
    base::Failure kind;
    std::string_view what;
    std::string_view fix;
};

Words words_for(Fault fault)
{
    using enum base::Failure;
    constexpr std::string_view k_check = "check the address, and that the server runs";
    switch (fault) {
    case Fault::resolve:
    case Fault::connect:
        return {unreachable, "the server cannot be reached", k_check};
    case Fault::proxy:
        return {unreachable, "the proxy does not let us through", "check http_proxy, https_proxy and no_proxy"};
    case Fault::timeout:
        return {unreachable, "the server does not answer", "try again, or look into the server's log"};
    case Fault::broken:
        return {unreachable, "the answer broke off", "try again, or look into the server's log"};
    case Fault::too_large:
        return {unreachable, "the answer is too large", "check that this is the right address"};
    case Fault::tls:
        return {config, "no secure connection", "check the address, and name the CA's file if it is your own"};
    case Fault::insecure:
        return {config, "the token is not sent", "use https, or an address in your own network"};
    case Fault::invalid:
        return {config, "the request cannot be sent", "correct the address or the token"};
    case Fault::interrupted:
        break;
    }
    return {interrupted, "interrupted", ""};
}

} // namespace

std::optional<std::string_view> Response::header(std::string_view lower_case_name) const
{
    const auto found = std::ranges::find(headers, lower_case_name, &Header::name);
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

std::optional<std::chrono::seconds> Response::retry_after(std::string_view name) const
{
    const auto value = header(name);
    if (!value || value->empty()) return std::nullopt;
    long seconds = 0;
    const char* const end = value->data() + value->size();
    const auto [stopped, error] = std::from_chars(value->data(), end, seconds);
    if (error == std::errc{} && stopped == end) return std::chrono::seconds(std::max(seconds, 0L));
    if (std::isalpha(static_cast<unsigned char>(value->front())) == 0)
        return std::nullopt; // a date begins with its day
    const time_t when = curl_getdate(std::string(*value).c_str(), nullptr);
    if (when == -1) return std::nullopt;
    return std::chrono::seconds(std::max<time_t>(when - std::time(nullptr), 0));
}

bool may_have_acted(Fault fault)
{
    return fault == Fault::timeout || fault == Fault::broken || fault == Fault::too_large ||
           fault == Fault::interrupted;
}

base::Error to_error(const Failure& failure, std::string_view url)
{
    const Words words = words_for(failure.fault);
    return {.kind = words.kind,
            .what = std::string(words.what),
            .where = redact_url(url),
            .why = failure.detail,
            .fix = failure.fix.empty() ? std::string(words.fix) : failure.fix};
}

} // namespace aiws::http
