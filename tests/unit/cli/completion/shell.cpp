// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/shell.hpp"

#include "base/text.hpp"
#include "catch.hpp"
#include "system/child.hpp"
#include "system/environment.hpp"
#include "system/temporary_folder.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace aiws::test {
namespace {

/// Becomes the shell, without the user's settings and with a home of its own.
int become(const std::vector<std::string>& command, const TemporaryFolder& home)
{
    const int output = open((home / "output").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    setenv("HOME", home.path().c_str(), 1);                  // NOLINT(concurrency-mt-unsafe): in the child
    setenv("XDG_CONFIG_HOME", (home / "config").c_str(), 1); // NOLINT(concurrency-mt-unsafe)
    setenv("XDG_DATA_HOME", (home / "data").c_str(), 1);     // NOLINT(concurrency-mt-unsafe)
    setenv("LC_ALL", "C.UTF-8", 1);                          // NOLINT(concurrency-mt-unsafe)
    if (chdir(home.path().c_str()) != 0) return 126;
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str())); // execvp does not write
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    return 127;
}

} // namespace

std::vector<std::string> run_shell(const std::string& shell, const std::string& script,
                                   const std::vector<std::string>& arguments)
{
    INFO(shell << " is needed here: apt-get install bash zsh fish");
    REQUIRE(system::Environment::of_process().find_program(shell));
    const TemporaryFolder home;
    write(home / ".script", script);
    std::vector<std::string> command{shell};
    if (shell == "bash") command.insert(command.end(), {"--noprofile", "--norc"});
    if (shell == "zsh") command.emplace_back("-f");
    if (shell == "fish") command.emplace_back("--no-config");
    command.push_back(home / ".script");
    command.insert(command.end(), arguments.begin(), arguments.end());
    const int status = wait_for(start_child([&] { return become(command, home); }));
    std::string output = slurp(home / "output");
    INFO(output);
    CHECK(status == 0);
    if (output.ends_with('\n')) output.pop_back();
    return output.empty() ? std::vector<std::string>{} : base::split(output, '\n');
}

} // namespace aiws::test
