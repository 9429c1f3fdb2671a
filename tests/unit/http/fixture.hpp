// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "support/cpp/loopback_server.hpp"

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

namespace aiws::test {

/// The proxy variables of whoever runs the tests do not count in them; afterwards they are as before.
class ProxyVariables {
  public:
    ProxyVariables()
    {
        for (const char* name : k_names) {
            const char* value = std::getenv(name);
            m_before[name] = value != nullptr ? std::optional<std::string>(value) : std::nullopt;
            unsetenv(name);
        }
    }
    ProxyVariables(const ProxyVariables&) = delete;
    ProxyVariables& operator=(const ProxyVariables&) = delete;
    ~ProxyVariables()
    {
        for (const auto& [name, value] : m_before) {
            if (value)
                set(name, *value);
            else
                unsetenv(name.c_str());
        }
    }
    void set(const std::string& name, const std::string& value) { setenv(name.c_str(), value.c_str(), 1); }

  private:
    static constexpr const char* k_names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                              "ALL_PROXY",  "no_proxy",    "NO_PROXY"};
    std::map<std::string, std::optional<std::string>> m_before;
};

/// What every test of the client needs.
struct HttpTest {
    ProxyVariables proxies;

    static LoopbackServer::Script answer(std::string body)
    {
        return [body = std::move(body)](const Seen&, Peer& peer) { peer.send(http_reply(200, body)); };
    }
    /// Waits next to nothing between attempts.
    static http::ClientOptions quick()
    {
        http::ClientOptions options;
        options.backoff = std::chrono::milliseconds(1);
        return options;
    }
    static http::Request get(std::string url)
    {
        http::Request request;
        request.url = std::move(url);
        request.repeat = http::Repeat::safe;
        return request;
    }
    static http::Request post(std::string url, std::string body = "{}")
    {
        http::Request request;
        request.method = http::Method::post;
        request.url = std::move(url);
        request.body = std::move(body);
        return request;
    }
};

} // namespace aiws::test
