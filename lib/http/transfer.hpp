// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "http/handles.hpp"
#include "http/retry.hpp"

#include <array>
#include <optional>

namespace aiws::http {

/// One attempt of a request on one easy handle. libcurl keeps pointers to it and to the request, so neither may move
/// or go before it does.
class Transfer {
  public:
    Transfer(EasyHandle easy, const Request& request, const ClientOptions& options);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() = default;

    [[nodiscard]] CURL* handle() const { return m_easy.get(); }
    /// What came of it, once libcurl has ended it with `code`.
    Attempt result(CURLcode code);
    /// The handle for the next transfer; this one is over.
    EasyHandle release();

  private:
    void set_target();
    void set_trust();
    void set_method();
    void set_headers();
    void set_limits();
    void set_callbacks();

    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
    static curl_socket_t on_open_socket(void* self, curlsocktype purpose, curl_sockaddr* peer) noexcept;
    static int on_request(void* self, char* peer_ip, char* local_ip, int peer_port, int local_port) noexcept;

    [[nodiscard]] Response response();
    [[nodiscard]] Failure failure(CURLcode code) const;

    EasyHandle m_easy;
    const Request& m_request;
    const ClientOptions& m_options;
    HeaderList m_headers;
    std::array<char, CURL_ERROR_SIZE> m_words{};
    std::string m_body;
    std::string m_host;
    int m_port = 0;
    std::size_t m_header_bytes = 0;
    bool m_headers_ended = false;
    bool m_private_only = false;
    bool m_issued = false;
    bool m_dialled_elsewhere = false;
    bool m_no_ca_store = false;
    std::optional<Failure> m_stopped; ///< why our callbacks ended it
};

} // namespace aiws::http
