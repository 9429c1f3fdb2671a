// SPDX-License-Identifier: Apache-2.0
#include "stack/database_url.hpp"

#include "base/text.hpp"
#include "litellm/requests.hpp"

#include <cctype>

namespace aiws::stack {
namespace {

base::Error bad_url(std::string_view place, std::string why)
{
    return {.kind = base::Failure::config,
            .what = "this is no address of a PostgreSQL database",
            .where = std::string(place),
            .why = std::move(why),
            .fix = "write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE"};
}

bool is_hex(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

/// True when every percent sign begins an encoded byte; then people who type it mean it so.
bool is_encoded(std::string_view text)
{
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
    return true;
}

std::string decoded(std::string_view text)
{
    if (!is_encoded(text)) return std::string(text);
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
        at += 2;
    }
    return out;
}

/// HOST, HOST:PORT, [IPv6]:PORT
void read_server(std::string_view server, DatabaseUrl& url)
{
    const auto bracket = server.rfind(']');
    const auto colon = server.rfind(':');
    const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    if (has_port) url.port = server.substr(colon + 1);
    url.host = has_port ? server.substr(0, colon) : server;
}

bool is_port(std::string_view text)
{
    constexpr int k_highest = 65'535;
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
    const int port = std::stoi(std::string(text));
    return port > 0 && port <= k_highest;
}

} // namespace

base::Result<DatabaseUrl> parse_database_url(std::string_view text, std::string_view place)
{
    text = base::trim(text);
    const auto scheme = text.find("://");
    const auto name = text.substr(0, scheme == std::string_view::npos ? 0 : scheme);
    if (name != "postgresql" && name != "postgres")
        return std::unexpected(bad_url(place, "it does not begin with postgresql://"));
    std::string_view rest = text.substr(scheme + 3);
    DatabaseUrl url;
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        const auto who = rest.substr(0, at);
        const auto colon = who.find(':');
        url.user = decoded(who.substr(0, colon));
        if (colon != std::string_view::npos) url.password = base::Secret(decoded(who.substr(colon + 1)));
        rest.remove_prefix(at + 1);
    }
    if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
        url.parameters = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || slash + 1 == rest.size())
        return std::unexpected(bad_url(place, "it names no database"));
    url.database = decoded(rest.substr(slash + 1));
    read_server(rest.substr(0, slash), url);
    if (url.host.empty()) return std::unexpected(bad_url(place, "it names no host"));
    if (url.user.empty()) return std::unexpected(bad_url(place, "it names no user"));
    if (!is_port(url.port)) return std::unexpected(bad_url(place, "its port is no number from 1 to 65535"));
    if (url.host.contains(':') && !url.host.starts_with('['))
        return std::unexpected(bad_url(place, "an IPv6 address stands in brackets: [::1]"));
    return url;
}

base::Secret DatabaseUrl::text() const
{
    DatabaseUrl plain = *this;
    plain.password = {};
    std::string out = plain.without_password();
    if (!password.empty()) out.insert(out.find('@'), ":" + litellm::escape(password.reveal()));
    return base::Secret(std::move(out));
}

std::string DatabaseUrl::without_password() const
{
    std::string out =
        "postgresql://" + litellm::escape(user) + "@" + host + ":" + port + "/" + litellm::escape(database);
    if (!parameters.empty()) out += "?" + parameters;
    return out;
}

std::string DatabaseUrl::redacted() const
{
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
}

void DatabaseUrl::set(system::Environment& environment) const
{
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    environment.set("PGHOST", bracketed ? host.substr(1, host.size() - 2) : host);
    environment.set("PGPORT", port);
    environment.set("PGUSER", user);
    environment.set("PGPASSWORD", password.reveal());
    environment.set("PGDATABASE", database);
    for (const auto& parameter : base::split(parameters, '&'))
        if (parameter.starts_with("sslmode=")) environment.set("PGSSLMODE", parameter.substr(8));
}

} // namespace aiws::stack
