// SPDX-License-Identifier: Apache-2.0
#include "system/leftover.hpp"

#include "base/text.hpp"
#include "system/descriptor.hpp"
#include "system/file.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace aiws::system {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t k_max_bytes = 4'096; // the number stands first; PostgreSQL writes more behind it
constexpr std::size_t k_max_words = std::size_t{1} << 20U;
constexpr auto k_pause = 50ms;

int number_in(const std::filesystem::path& file)
{
    const auto content = read_file(file, k_max_bytes);
    if (!content || !*content) return 0;
    const auto text = base::trim((*content)->bytes);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number > 1 ? number : 0;
}

/// True for one that has ended, but whose parent has not asked how: in a container that may be for ever.
bool is_zombie(int process)
{
    const Descriptor descriptor(open(("/proc/" + std::to_string(process) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    std::string stat; // "PID (NAME) STATE …", and the name may hold anything
    if (!descriptor.valid() || !descriptor.read_up_to(k_max_words, stat)) return false;
    const auto name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.substr(name_end).starts_with(") Z");
}

bool lives(int process)
{
    return (kill(process, 0) == 0 || errno == EPERM) && !is_zombie(process);
}

/// True when the text stands in one of what /proc tells of the process.
bool tells(int process, const char* what, std::string_view text)
{
    const std::string file = "/proc/" + std::to_string(process) + "/" + what;
    const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::string told;
    const bool read = descriptor.valid() && descriptor.read_up_to(k_max_words, told);
    return read && told.contains(text);
}

bool wait(int process, std::chrono::milliseconds limit, const std::function<void()>& on_tick)
{
    const auto end = Clock::now() + limit;
    while (lives(process) && Clock::now() < end) {
        std::this_thread::sleep_for(k_pause);
        if (on_tick) on_tick();
    }
    return !lives(process);
}

/// The whole group where the process leads one.
void signal_group(int process, int signal)
{
    if (getpgid(process) == process)
        kill(-process, signal);
    else
        kill(process, signal);
}

} // namespace

int live_process(const std::filesystem::path& pid_file, std::string_view mark)
{
    const int process = number_in(pid_file);
    return process != 0 && lives(process) && (tells(process, "cmdline", mark) || tells(process, "environ", mark))
               ? process
               : 0;
}

void end_leftover(const std::filesystem::path& pid_file, std::string_view mark, std::chrono::milliseconds patience)
{
    const int process = live_process(pid_file, mark);
    if (process == 0) return;
    kill(process, SIGTERM);
    if (wait(process, patience, {})) return;
    signal_group(process, SIGKILL);
    wait(process, 5s, {});
}

bool wait_for_end(const std::filesystem::path& pid_file, std::chrono::milliseconds limit,
                  const std::function<void()>& on_tick)
{
    const int process = number_in(pid_file);
    return process == 0 || wait(process, limit, on_tick);
}

} // namespace aiws::system
