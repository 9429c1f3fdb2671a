// SPDX-License-Identifier: Apache-2.0
#include "system/child.hpp"

#include <cstdio>
#include <exception>
#include <grp.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace aiws::test {
namespace {

constexpr uid_t k_nobody = 65534;
constexpr int k_threw = 99;

int run(const std::function<int()>& body)
{
    try {
        return body();
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "in the child: %s\n", failure.what());
        return k_threw;
    }
}

} // namespace

pid_t start_child(const std::function<int()>& body)
{
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process for the test");
    if (child == 0) _exit(run(body)); // without the tests' own clean-up
    return child;
}

int wait_for(pid_t child)
{
    int status = 0;
    if (waitpid(child, &status, 0) != child) throw std::runtime_error("the child is gone");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

uid_t ordinary_user()
{
    return getuid() == 0 ? k_nobody : getuid();
}

int as_ordinary_user(const std::function<int()>& body)
{
    return wait_for(start_child([&body] {
        const bool dropped =
            getuid() != 0 || (setgroups(0, nullptr) == 0 && setgid(k_nobody) == 0 && setuid(k_nobody) == 0);
        if (!dropped) throw std::runtime_error("root could not become nobody");
        return body();
    }));
}

} // namespace aiws::test
