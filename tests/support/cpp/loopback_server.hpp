// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/descriptor.hpp"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_ctx_st;

namespace aiws::test {

/// A request as the server read it.
struct Seen {
    std::string method;
    std::string target;
    std::multimap<std::string, std::string> headers; ///< names in lower case
    std::string body;
    int connection = 0; ///< the server's how-manieth, from 1
    int turn = 0;       ///< the connection's how-manieth request, from 1

    /// The first of that name, "" when there is none.
    [[nodiscard]] std::string header(const std::string& name) const;
};

/// The client's end of one connection, for the script that answers.
class Peer {
  public:
    virtual ~Peer() = default;
    virtual bool send(std::string_view bytes) = 0; ///< false when the client is gone
    virtual void close() = 0;                      ///< no further request is read
    virtual void reset() = 0;                      ///< the same, with a TCP reset
    virtual void wait_until_left() = 0;            ///< until the client or the server ends the connection
};

/// Certificate and key, PEM files, for a server that speaks TLS.
struct TlsIdentity {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// An HTTP/1.1 server on a free port of 127.0.0.1 whose script may misbehave in any way. Every connection has a thread,
/// in which the script runs; all of them are over when the server goes.
class LoopbackServer {
  public:
    using Script = std::function<void(const Seen&, Peer&)>;

    enum class Doors : std::uint8_t { open, closed }; ///< closed: the port is ours but refuses until open()

    explicit LoopbackServer(Script script, const std::optional<TlsIdentity>& tls = std::nullopt,
                            Doors doors = Doors::open);
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;
    ~LoopbackServer();

    void open();
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string url(std::string_view target = "/") const;
    [[nodiscard]] std::vector<Seen> seen() const; ///< all requests so far, as they came
    [[nodiscard]] int connections() const;

  private:
    void accept_all();
    void serve(int descriptor, int number);
    void converse(class Stream& stream, int number);

    Script m_script;
    std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)> m_tls;
    int m_port = 0;
    system::Descriptor m_listener; ///< sets m_port
    mutable std::mutex m_mutex;
    std::vector<Seen> m_seen;
    std::set<int> m_open;
    int m_connections = 0;
    bool m_stopping = false;
    std::list<std::thread> m_threads; ///< touched by the accepting thread only, until it ends
    std::thread m_accepting;
};

/// A whole response with its Content-Length; `headers` are lines that end with "\r\n".
std::string http_reply(int status, std::string_view body, std::string_view headers = "");

/// Makes threads wait for one another, so that a test can prove that they were there at once.
class Gate {
  public:
    explicit Gate(int expected) : m_expected(expected) {}
    /// True once as many as expected have come; false when they do not in ten seconds.
    bool pass();

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_expected;
    int m_arrived = 0;
};

} // namespace aiws::test
