// SPDX-License-Identifier: Apache-2.0
#include "support/cpp/loopback_server.hpp"

#include "support/cpp/stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace aiws::test {
namespace {

using TlsContext = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

TlsContext make_tls(const std::optional<TlsIdentity>& identity)
{
    if (!identity) return {nullptr, &SSL_CTX_free};
    TlsContext context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (SSL_CTX_use_certificate_file(context.get(), identity->certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context.get(), identity->key.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error("the server's certificate cannot be used");
    return context;
}

system::Descriptor bind_on_loopback(int& port)
{
    system::Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: that is how sockets are called
    if (bind(listener.number(), generic, size) != 0 || getsockname(listener.number(), generic, &size) != 0)
        throw std::system_error(errno, std::generic_category(), "no port on loopback");
    port = ntohs(address.sin_port);
    return listener;
}

/// OpenSSL writes to a socket whose other end may be gone; only this thread shall not mind.
void ignore_broken_pipes()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

} // namespace

std::string Seen::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

LoopbackServer::LoopbackServer(Script script, const std::optional<TlsIdentity>& tls, Doors doors)
    : m_script(std::move(script)), m_tls(make_tls(tls)), m_listener(bind_on_loopback(m_port))
{
    if (doors == Doors::open) open();
}

void LoopbackServer::open()
{
    if (listen(m_listener.number(), 128) != 0)
        throw std::system_error(errno, std::generic_category(), "no port on loopback");
    m_accepting = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const int descriptor : m_open) shutdown(descriptor, SHUT_RDWR);
    }
    shutdown(m_listener.number(), SHUT_RDWR);
    if (m_accepting.joinable()) m_accepting.join();
    for (auto& thread : m_threads) thread.join();
}

std::string LoopbackServer::url(std::string_view target) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) + std::string(target);
}

std::vector<Seen> LoopbackServer::seen() const
{
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

int LoopbackServer::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

void LoopbackServer::accept_all()
{
    for (;;) {
        const int accepted = accept4(m_listener.number(), nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0) return;
        const std::lock_guard lock(m_mutex);
        m_open.insert(accepted);
        if (m_stopping) shutdown(accepted, SHUT_RDWR);
        m_threads.emplace_back([this, accepted, number = ++m_connections] { serve(accepted, number); });
    }
}

void LoopbackServer::serve(int descriptor, int number)
{
    const system::Descriptor owner(descriptor);
    ignore_broken_pipes();
    {
        const int no_delay = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
        Stream stream(descriptor, m_tls.get());
        converse(stream, number);
    }
    const std::lock_guard lock(m_mutex);
    m_open.erase(descriptor); // before its number can be another connection's
}

void LoopbackServer::converse(Stream& stream, int number)
{
    for (int turn = 1; stream.open(); ++turn) {
        auto request = stream.read_request();
        if (!request) return;
        request->connection = number;
        request->turn = turn;
        {
            const std::lock_guard lock(m_mutex);
            m_seen.push_back(*request);
        }
        m_script(*request, stream);
    }
}

std::string http_reply(int status, std::string_view body, std::string_view headers)
{
    return "HTTP/1.1 " + std::to_string(status) + " Reason\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

bool Gate::pass()
{
    std::unique_lock lock(m_mutex);
    ++m_arrived;
    m_changed.notify_all();
    return m_changed.wait_for(lock, std::chrono::seconds(10), [this] { return m_arrived >= m_expected; });
}

} // namespace aiws::test
