// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/log_follower.hpp"

#include "base/text.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/standard_output.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace aiws::cli {
namespace {

constexpr int k_pause_ms = 250;

/// One log that grows.
class GrowingLog {
  public:
    explicit GrowingLog(const stack::Service& service) : m_service(service) { open_at_end(); }

    /// The whole lines that were added since the last call.
    std::vector<std::string> take()
    {
        if (was_replaced()) m_log = system::Descriptor(open(m_service.log.c_str(), O_RDONLY | O_CLOEXEC));
        std::array<char, 65'536> chunk{};
        ssize_t count = 0;
        while (m_log.valid() && (count = read(m_log.number(), chunk.data(), chunk.size())) > 0)
            m_rest.append(chunk.data(), static_cast<std::size_t>(count));
        std::vector<std::string> lines;
        for (auto end = m_rest.find('\n'); end != std::string::npos; end = m_rest.find('\n')) {
            lines.push_back(base::one_line(m_rest.substr(0, end), 2'000));
            m_rest.erase(0, end + 1);
        }
        return lines;
    }

    [[nodiscard]] const std::string& name() const { return m_service.name; }

  private:
    void open_at_end()
    {
        m_log = system::Descriptor(open(m_service.log.c_str(), O_RDONLY | O_CLOEXEC));
        if (m_log.valid()) lseek(m_log.number(), 0, SEEK_END);
    }

    [[nodiscard]] bool was_replaced() const
    {
        struct stat now{};
        struct stat ours{};
        if (stat(m_service.log.c_str(), &now) != 0) return false;
        if (!m_log.valid() || fstat(m_log.number(), &ours) != 0) return true;
        return now.st_ino != ours.st_ino || now.st_size < lseek(m_log.number(), 0, SEEK_CUR);
    }

    const stack::Service& m_service;
    system::Descriptor m_log;
    std::string m_rest;
};

} // namespace

base::Result<int> follow_logs(const Context& context, const std::vector<stack::Service>& services)
{
    std::vector<GrowingLog> logs;
    for (const auto& service : services) logs.emplace_back(service);
    pollfd stop{.fd = context.interrupt->descriptor(), .events = POLLIN, .revents = 0};
    while (!context.interrupt->triggered()) {
        for (auto& log : logs)
            for (const auto& line : log.take())
                AIWS_CHECK(write_stdout((logs.size() > 1 ? log.name() + "  " : "") + line + "\n"));
        poll(&stop, 1, k_pause_ms);
    }
    return k_exit_ok;
}

} // namespace aiws::cli
