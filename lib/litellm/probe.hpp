// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/catalog.hpp"
#include "http/client.hpp"
#include "litellm/gateway.hpp"
#include "workspace/verdict.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace aiws::litellm {

/// Whether the row was written a moment ago: other replicas of the gateway see it up to 30 s later.
enum class Fresh : std::uint8_t { no, yes };

struct ProbeTarget {
    std::string alias;
    std::string deployment_id; ///< the reply's x-litellm-model-id must be this
    std::string channel;
    std::string key_variable; ///< where the channel's key comes from, for what the user can do; may be ""
    catalog::Mode mode = catalog::Mode::chat;
    Fresh fresh = Fresh::no;
    std::optional<std::string> retired; ///< the catalogue's ISO date, for the verdict
};

/// How fast one channel may be asked.
struct Pace {
    int requests_per_minute = 0; ///< 0: no limit
    int max_parallel = 8;
};

/// Proves aliases with tiny real calls: max_tokens 1, then 16, then 64 for models that refuse; no fallbacks, no retries
/// by the gateway. Waits out a cooldown that an earlier failure left, and never calls it a rate limit.
class Prober {
  public:
    using Done = std::function<void(workspace::ProbeResult)>;

    /// `timeout` is of one call; the gateway is told to give up then, too.
    Prober(http::Client& client, Access access, std::chrono::milliseconds timeout);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;
    /// Never shows this secret, should a provider repeat it; the token is hidden anyway.
    void hide(const base::Secret& secret);
    /// Before the channel's first start(); channels without one have the default pace.
    void set_pace(const std::string& channel, Pace pace);
    /// Queues a probe; http::Client::run() carries it out.
    void start(ProbeTarget target, Done done);

  private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aiws::litellm
