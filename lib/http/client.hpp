// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace aiws::system {
class Interrupt;
}

namespace aiws::http {

/// private_only: a bearer token goes without TLS only to an address that is_private_address() knows, be it the server's
/// or a proxy's. Behind a proxy the server's name is looked up here for that; unless all its addresses are private (or
/// when only the proxy could tell), the request is refused.
enum class PlainHttp : std::uint8_t { private_only, anywhere };

struct ClientOptions {
    std::filesystem::path ca_cert; ///< PEM file that replaces the system's CA store; "" for the system's
    std::chrono::milliseconds connect_timeout{5'000};
    std::size_t max_in_flight = 16;                 ///< and so many connections; further requests wait for a place
    PlainHttp plain_http = PlainHttp::private_only; ///< where a bearer token may go without TLS
    const system::Interrupt* interrupt = nullptr;   ///< stops everything when triggered; may be null
    std::function<void()> on_tick;                  ///< called about ten times a second while run() works; may be empty
    /// Waiting times between attempts: full jitter on `backoff` doubled each time, never over `backoff_cap`. A
    /// Retry-After is obeyed up to `retry_after_cap`; a longer one ends the attempts with that response.
    std::chrono::milliseconds backoff{200};
    std::chrono::milliseconds backoff_cap{5'000};
    std::chrono::milliseconds retry_after_cap{20'000};
};

/// Many requests at once over one libcurl multi handle, connections reused. Proxies come from the usual variables
/// (https_proxy, no_proxy, …). Single-threaded: callbacks run inside run() and may submit more.
class Client {
  public:
    using Callback = std::function<void(Outcome)>;

    explicit Client(ClientOptions options);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Queues a request; `done` is called once from run().
    void submit(Request request, Callback done);
    /// Calls `task` from run() once `delay` has passed, or at once when we are interrupted (it can ask
    /// `interrupted()`).
    void after(std::chrono::milliseconds delay, std::function<void()> task);
    [[nodiscard]] bool interrupted() const;
    /// Works until nothing is queued, in flight or waiting. After an interrupt everything left ends as interrupted.
    void run();
    /// One request, to its end.
    Outcome send(Request request);

  private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace aiws::http
