// SPDX-License-Identifier: Apache-2.0
#include "system/process.hpp"

#include "system/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace aiws::system {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds k_tick{50};
constexpr std::chrono::milliseconds k_grace{2'000}; ///< from the request to end to the kill

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

bool open_pipe(Pipe& pipe)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    pipe.read_end = Descriptor(ends[0]);
    pipe.write_end = Descriptor(ends[1]);
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

/// Strings as exec wants them.
class Pointers {
  public:
    explicit Pointers(std::vector<std::string> texts) : m_texts(std::move(texts))
    {
        for (auto& text : m_texts) m_pointers.push_back(text.data());
        m_pointers.push_back(nullptr);
    }
    [[nodiscard]] char* const* get() const { return m_pointers.data(); }

  private:
    std::vector<std::string> m_texts;
    std::vector<char*> m_pointers;
};

/// What the child does before it becomes the program, and as what.
class SpawnPlan {
  public:
    SpawnPlan(const Command& command, const Pipe& out, const Pipe& err)
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&m_actions, out.write_end.number(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&m_actions, err.write_end.number(), STDERR_FILENO);
        if (!command.folder.empty()) posix_spawn_file_actions_addchdir_np(&m_actions, command.folder.c_str());
        posix_spawnattr_init(&m_attributes);
        sigset_t ours; // what this process ignores or blocks is nothing to its children
        sigemptyset(&ours);
        posix_spawnattr_setsigmask(&m_attributes, &ours);
        sigaddset(&ours, SIGPIPE);
        posix_spawnattr_setsigdefault(&m_attributes, &ours);
        posix_spawnattr_setpgroup(&m_attributes, 0);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    /// The errno, or 0.
    int spawn(pid_t& pid, const Command& command) const
    {
        std::vector<std::string> variables;
        for (const auto& [name, value] : command.environment.all()) variables.push_back(name + "=" + value);
        const Pointers words(command.words);
        const Pointers environment(std::move(variables));
        return posix_spawn(&pid, command.words.front().c_str(), &m_actions, &m_attributes, words.get(),
                           environment.get());
    }

  private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

/// One running command.
class Child {
  public:
    Child(const Command& command, Completed& completed, const RunOptions& options)
        : m_completed(completed), m_daemon(command.daemon), m_max_output(options.max_output),
          m_deadline(Clock::now() + options.timeout)
    {
        Pipe out;
        Pipe err;
        m_completed = {.end = End::not_started, .code = EINVAL, .out = {}, .err = {}};
        if (command.words.empty()) return;
        if (!open_pipe(out) || !open_pipe(err)) {
            m_completed.code = errno;
            return;
        }
        m_completed.code = SpawnPlan(command, out, err).spawn(m_pid, command);
        if (m_completed.code != 0) m_pid = 0;
        m_out = std::move(out.read_end);
        m_err = std::move(err.read_end);
    }

    [[nodiscard]] bool running() const { return m_pid != 0; }
    [[nodiscard]] int out() const { return m_out.number(); }
    [[nodiscard]] int err() const { return m_err.number(); }

    /// Takes what has been said and looks whether it has ended.
    void check(bool interrupted)
    {
        take(m_out, m_completed.out);
        take(m_err, m_completed.err);
        int status = 0;
        const pid_t ended = waitpid(m_pid, &status, WNOHANG);
        if (ended == m_pid || (ended < 0 && errno != EINTR))
            finish(status);
        else if (interrupted)
            stop(End::interrupted);
        else if (Clock::now() > m_deadline)
            stop(End::timed_out);
    }

  private:
    static constexpr std::size_t k_chunk = 65'536;

    void take(Descriptor& from, std::string& text) const
    {
        std::array<char, k_chunk> chunk{};
        for (;;) {
            const ssize_t count = from.valid() ? read(from.number(), chunk.data(), chunk.size()) : 0;
            if (count < 0 && errno == EINTR) continue;
            if (count < 0 && errno == EAGAIN) return;
            if (count <= 0) {
                from = Descriptor();
                return;
            }
            const auto room = m_max_output - std::min(m_max_output, text.size());
            text.append(chunk.data(), std::min(room, static_cast<std::size_t>(count)));
        }
    }

    /// Asks the whole group to end; when that was a while ago, ends it.
    void stop(End why)
    {
        if (!m_stopping) {
            m_stopping = Clock::now();
            m_why = why;
            kill(-m_pid, SIGTERM);
        } else if (Clock::now() > *m_stopping + k_grace) {
            kill(-m_pid, SIGKILL);
        }
    }

    void finish(int status)
    {
        if (!m_daemon) kill(-m_pid, SIGKILL); // what it started and left behind
        take(m_out, m_completed.out);
        take(m_err, m_completed.err);
        m_pid = 0;
        m_completed.end = m_stopping ? m_why : WIFSIGNALED(status) ? End::killed : End::exited;
        m_completed.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }

    Completed& m_completed;
    bool m_daemon;
    std::size_t m_max_output;
    Clock::time_point m_deadline;
    pid_t m_pid = 0;
    Descriptor m_out;
    Descriptor m_err;
    std::optional<Clock::time_point> m_stopping;
    End m_why = End::timed_out;
};

/// Until one of them has something to say, or the tick is over.
void wait(const std::vector<std::unique_ptr<Child>>& children)
{
    std::vector<pollfd> watched;
    for (const auto& child : children)
        for (const int number : {child->out(), child->err()})
            if (number >= 0) watched.push_back({.fd = number, .events = POLLIN, .revents = 0});
    // Both streams are closed just before the process has ended.
    const auto limit = watched.empty() ? std::chrono::milliseconds(1) : k_tick;
    poll(watched.data(), watched.size(), static_cast<int>(limit.count()));
}

} // namespace

std::vector<Completed> run_all(const std::vector<Command>& commands, const RunOptions& options)
{
    std::vector<Completed> results(commands.size());
    std::vector<std::unique_ptr<Child>> running;
    const std::size_t at_once = std::max<std::size_t>(1, options.at_once);
    std::size_t next = 0;
    for (;;) {
        const bool interrupted = options.interrupt != nullptr && options.interrupt->triggered();
        while (!interrupted && next < commands.size() && running.size() < at_once) {
            if (options.on_started) options.on_started(next);
            auto child = std::make_unique<Child>(commands[next], results[next], options);
            ++next;
            if (child->running()) running.push_back(std::move(child));
        }
        if (running.empty()) break;
        wait(running);
        for (const auto& child : running) child->check(interrupted);
        std::erase_if(running, [](const auto& child) { return !child->running(); });
        if (options.on_tick) options.on_tick();
    }
    return results;
}

Completed run(const Command& command, const RunOptions& options)
{
    return std::move(run_all({command}, options).front());
}

} // namespace aiws::system
