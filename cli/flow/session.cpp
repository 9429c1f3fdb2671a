// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/session.hpp"

#include "cli/options.hpp"

#include <set>
#include <utility>

namespace aiws::cli {
namespace {

// Writes wait in the gateway for each other, so probes need places beside them.
constexpr std::size_t k_max_in_flight = 32;

http::ClientOptions client_options(const Settings& settings, const Context& context, Progress& progress)
{
    http::ClientOptions options;
    options.ca_cert = settings.ca_cert;
    options.interrupt = context.interrupt;
    options.max_in_flight = k_max_in_flight;
    options.on_tick = [&progress] { progress.tick(); };
    if (settings.plain_http == PlainHttp::allow) options.plain_http = http::PlainHttp::anywhere;
    return options;
}

} // namespace

Session::Session(const Settings& settings, litellm::Access access, const Context& context)
    : m_settings(settings), m_access(std::move(access)), m_progress(context.err, context.quiet),
      m_client(client_options(settings, context, m_progress)), m_gateway(m_client, m_access)
{
}

base::Result<std::unique_ptr<Session>> Session::open(const Settings& settings, const Context& context)
{
    AIWS_TRY(auto access, gateway_access(settings));
    return std::unique_ptr<Session>(new Session(settings, std::move(access), context));
}

base::Result<> Session::wait(std::chrono::seconds limit, const Context& context)
{
    m_progress.update("waiting for the gateway");
    return m_gateway.wait_until_ready(limit, [&](const std::string& why) {
        m_progress.clear();
        context.say(why);
    });
}

base::Result<litellm::Reading> Session::read(std::chrono::seconds limit, const Context& context)
{
    if (limit > std::chrono::seconds::zero()) AIWS_CHECK(wait(limit, context));
    m_progress.update("reading the gateway");
    const auto aliases = all_aliases(m_settings.catalog);
    auto reading = m_gateway.read({aliases.begin(), aliases.end()});
    m_progress.clear();
    return reading;
}

std::unique_ptr<litellm::Prober> Session::prober(std::chrono::seconds timeout)
{
    auto prober = std::make_unique<litellm::Prober>(m_client, m_access, timeout);
    for (const auto& channel : m_settings.catalog.channels) {
        if (const auto key = m_settings.environment.non_empty(channel.key_variable)) prober->hide(base::Secret(*key));
        prober->set_pace(channel.name,
                         {.requests_per_minute = channel.requests_per_minute, .max_parallel = channel.max_parallel});
    }
    return prober;
}

} // namespace aiws::cli
