// SPDX-License-Identifier: Apache-2.0
#include "litellm/gateway.hpp"

#include "litellm/admin.hpp"
#include "litellm/health.hpp"
#include "litellm/jobs.hpp"
#include "litellm/listing.hpp"
#include "litellm/rows.hpp"

#include <optional>

namespace aiws::litellm {
namespace {

using namespace std::chrono_literals;

/// GET /health/readiness wants no token; it gets ours so that the client's rule for plain HTTP holds for it too, and
/// nothing at all is sent to a public address in the clear.
http::Request health_request(const Admin& admin)
{
    return {.url = admin.url() + "/health/readiness",
            .bearer = admin.token(),
            .headers = {},
            .body = {},
            .repeat = http::Repeat::safe,
            .timeout = 10s};
}

/// What comes back while a gateway is read.
struct Answers {
    std::optional<http::Outcome> health;
    std::optional<http::Outcome> details;
    std::optional<http::Outcome> credentials;
    std::optional<base::Result<Listing>> listing;
};

Answers ask_all(const std::shared_ptr<const Admin>& admin, const std::set<std::string>& aliases)
{
    Answers answers;
    const auto keep_in = [](std::optional<http::Outcome>& place) {
        return [&place](http::Outcome outcome) { place = std::move(outcome); };
    };
    admin->client().submit(health_request(*admin), keep_in(answers.health));
    admin->submit({.path = "/health/readiness/details"}, keep_in(answers.details));
    admin->submit({.path = "/credentials"}, keep_in(answers.credentials));
    list_deployments(admin, aliases, [&](base::Result<Listing> listing) { answers.listing = std::move(listing); });
    admin->client().run();
    return answers;
}

base::Result<std::string> version_of(const Answers& answers, const std::string& url)
{
    std::string version = version_in(*answers.health);
    if (version.empty()) version = version_in(*answers.details);
    AIWS_CHECK(check_version(version, url));
    return version;
}

/// Where the gateway keeps keys; its credentials are added to `state`.
base::Result<workspace::KeyPlace> take_credentials(const Admin& admin, const http::Outcome& outcome,
                                                   workspace::State& state)
{
    static constexpr std::string_view k_what = "list the credentials";
    const int status = outcome ? outcome->status : 0;
    if (status == 404 || status == 405 || status == 501) return workspace::KeyPlace::row;
    if (status != 200) return std::unexpected(admin.error(std::string(k_what), outcome));
    auto credentials = parse_credentials(outcome->body);
    if (!credentials) return std::unexpected(admin.failed(std::string(k_what), credentials.error().what));
    state = *std::move(credentials);
    return workspace::KeyPlace::credential;
}

} // namespace

Gateway::Gateway(http::Client& client, Access access) : m_admin(std::make_shared<Admin>(client, std::move(access))) {}

base::Result<> Gateway::wait_until_ready(std::chrono::seconds limit,
                                         const std::function<void(const std::string&)>& on_wait)
{
    static constexpr auto k_pause = 500ms;
    const auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
        auto request = health_request(*m_admin);
        if (limit > 0s) request.max_attempts = 1; // this loop is the retry
        const Health health = read_health(m_admin->client().send(std::move(request)), m_admin->url());
        if (health.readiness == Readiness::ready) return {};
        const bool over = std::chrono::steady_clock::now() + k_pause >= end;
        if (health.readiness == Readiness::never || over) return std::unexpected(health.error);
        if (on_wait) on_wait(health.error.why.empty() ? health.error.what : health.error.why);
        m_admin->client().after(k_pause, [] {});
        m_admin->client().run();
    }
}

base::Result<Reading> Gateway::read(const std::set<std::string>& aliases)
{
    const Answers answers = ask_all(m_admin, aliases);
    const Health health = read_health(*answers.health, m_admin->url());
    if (health.readiness != Readiness::ready) return std::unexpected(health.error);
    Reading reading;
    AIWS_TRY(reading.facts.version, version_of(answers, m_admin->url()));
    AIWS_TRY(reading.facts.key_place, take_credentials(*m_admin, *answers.credentials, reading.state));
    AIWS_TRY(const Listing listing, *answers.listing);
    reading.facts.rows = listing.rows;
    reading.state.insert(reading.state.end(), listing.deployments.begin(), listing.deployments.end());
    return reading;
}

void Gateway::start(const workspace::Step& step, workspace::Done done)
{
    if (step.subject().kind == workspace::Kind::credential)
        start_credential(m_admin, step, std::move(done));
    else
        start_deployment(m_admin, step, std::move(done));
}

} // namespace aiws::litellm
