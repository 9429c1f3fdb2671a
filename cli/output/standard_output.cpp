// SPDX-License-Identifier: Apache-2.0
#include "cli/output/standard_output.hpp"

#include "system/posix_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace aiws::cli {
namespace {

/// Waits until a descriptor that someone has made non-blocking takes bytes again.
void wait_writable()
{
    pollfd descriptor{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
    poll(&descriptor, 1, -1);
}

base::Error write_error(int number)
{
    if (number == EPIPE) return {};
    base::Error error = system::posix_error(number, "cannot write to standard output", {});
    error.kind = base::Failure::failed;
    return error;
}

} // namespace

void occupy_standard_descriptors() noexcept
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // The lowest free descriptor is this one, since those below are taken.
        open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

base::Result<> write_stdout(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (errno == EAGAIN)
            wait_writable();
        else if (errno != EINTR)
            return std::unexpected(write_error(errno));
    }
    return {};
}

bool silent(const base::Error& error)
{
    return error.what.empty();
}

std::string json_text(const json::Ordered& document)
{
    return document.dump(2, ' ', false, json::Ordered::error_handler_t::replace) + "\n";
}

} // namespace aiws::cli
