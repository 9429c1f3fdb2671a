// SPDX-License-Identifier: Apache-2.0
#include "system/lock.hpp"

#include "base/text.hpp"
#include "system/folder.hpp"
#include "system/interrupt.hpp"
#include "system/posix_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace aiws::system {
namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int k_try_again_ms = 50; ///< flock itself cannot be told to wait no longer than this

std::string holder_of(const Descriptor& file)
{
    std::string text;
    const bool read = lseek(file.number(), 0, SEEK_SET) == 0 && file.read_up_to(32, text);
    const std::string id = read ? base::one_line(text) : "";
    return id.empty() ? "another process" : "process " + id;
}

/// The holder's process id, for whoever has to wait. Without it (a full disk) the lock is as good.
void name_holder(const Descriptor& file)
{
    const bool named = ftruncate(file.number(), 0) == 0 && file.write_all(std::to_string(getpid()) + "\n");
    static_cast<void>(named);
}

/// True when it is ours, false when another holds it.
base::Result<bool> try_lock(const Descriptor& file, const fs::path& path)
{
    if (flock(file.number(), LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK || errno == EINTR) return false;
    return std::unexpected(posix_error(errno, "the lock could not be taken", path));
}

/// False when we were asked to stop.
bool pause(const Interrupt* interrupt)
{
    pollfd stop{.fd = interrupt != nullptr ? interrupt->descriptor() : -1, .events = POLLIN, .revents = 0};
    poll(&stop, 1, k_try_again_ms);
    return interrupt == nullptr || !interrupt->triggered();
}

base::Result<> wait_for(const Descriptor& file, const fs::path& path, Clock::time_point end, const Interrupt* interrupt)
{
    for (;;) {
        AIWS_TRY(const bool ours, try_lock(file, path));
        if (ours) return {};
        if (Clock::now() >= end)
            return std::unexpected(base::Error{.kind = base::Failure::failed,
                                               .what = "another run of aiws is at work",
                                               .where = path.string(),
                                               .why = holder_of(file) + " holds the lock",
                                               .fix = "wait until it is done and try again"});
        if (!pause(interrupt))
            return std::unexpected(base::Error{.kind = base::Failure::interrupted,
                                               .what = "stopped while waiting for another run of aiws",
                                               .where = path.string()});
    }
}

base::Result<Descriptor> open_file(const fs::path& path)
{
    AIWS_TRY(MadeFolders folders, MadeFolders::make(path.parent_path()));
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.valid()) return std::unexpected(posix_error(errno, "the lock could not be taken", path));
    folders.keep();
    return file;
}

/// False once the file was taken away, whether or not there is another one.
bool is_at(const Descriptor& file, const fs::path& path)
{
    struct stat ours{};
    struct stat there{};
    return fstat(file.number(), &ours) == 0 && lstat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev &&
           ours.st_ino == there.st_ino;
}

/// The file, locked by us; it may have been taken away while we waited.
base::Result<Descriptor> open_locked(const fs::path& path, Clock::time_point end, const Interrupt* interrupt,
                                     const std::function<void()>& on_wait)
{
    AIWS_TRY(Descriptor file, open_file(path));
    AIWS_TRY(const bool at_once, try_lock(file, path));
    if (at_once) return file;
    if (on_wait) on_wait();
    AIWS_CHECK(wait_for(file, path, end, interrupt));
    return file;
}

} // namespace

base::Result<Lock> Lock::take(const fs::path& path, std::chrono::seconds limit, const Interrupt* interrupt,
                              const std::function<void()>& on_wait)
{
    const auto end = Clock::now() + limit;
    bool told = limit.count() == 0;
    const auto tell_once = [&] {
        if (!std::exchange(told, true) && on_wait) on_wait();
    };
    AIWS_TRY(Descriptor file, open_locked(path, end, interrupt, tell_once));
    while (!is_at(file, path)) { // who held it took it away: others hold the one that is there now
        AIWS_TRY(file, open_locked(path, end, interrupt, tell_once));
    }
    name_holder(file);
    return Lock(std::move(file));
}

} // namespace aiws::system
