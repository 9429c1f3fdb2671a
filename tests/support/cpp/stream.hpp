// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/cpp/loopback_server.hpp"

#include <openssl/ssl.h>

#include <optional>
#include <string>

namespace aiws::test {

/// One accepted connection, with TLS or without: reads requests, sends bytes.
class Stream : public Peer {
  public:
    Stream(int descriptor, SSL_CTX* tls);
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() override;

    [[nodiscard]] bool open() const { return m_open; }
    /// The next request; nullopt when the client ended the connection or sent something else.
    std::optional<Seen> read_request();

    bool send(std::string_view bytes) override;
    void close() override { m_open = false; }
    void reset() override;
    void wait_until_left() override;

  private:
    bool fill(); ///< reads some more bytes into m_pending

    int m_descriptor;
    SSL* m_ssl = nullptr;
    bool m_open = true;
    std::string m_pending;
};

} // namespace aiws::test
