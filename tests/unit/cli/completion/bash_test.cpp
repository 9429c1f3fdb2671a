// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/sample.hpp"
#include "cli/completion/shell.hpp"

using namespace aiws;
using Words = std::vector<std::string>;

namespace {

// Calls the completion function as readline does: the line split at blanks and at "=" and ":". compopt works only in a
// real completion; here it says what it was asked for.
constexpr auto k_drive = R"(
compopt() { echo "compopt $*"; }
COMP_LINE=$1 COMP_POINT=${#1}
line=${1//=/ = }
read -ra COMP_WORDS <<<"${line//:/ : }"
[[ $1 == *[[:space:]] ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_aiws
for word in "${COMPREPLY[@]}"; do echo "$word"; done
)";

Words offered(const std::string& line)
{
    return test::run_shell("bash", "set -u\n" + cli::completion::bash(test::sample_tree()) + k_drive, {line});
}

} // namespace

TEST_CASE("bash completes commands, also nested ones")
{
    CHECK(offered("aiws ") == Words{"register", "verify", "completion", "openclaw"});
    CHECK(offered("aiws re") == Words{"register"});
    CHECK(offered("aiws openclaw ") == Words{"print", "status"});
    CHECK(offered("aiws --json openclaw p") == Words{"print"});
    CHECK(offered("aiws nonsense ").empty());
}

TEST_CASE("bash completes the options of the command at hand")
{
    CHECK(offered("aiws register --n") == Words{"--no-verify"});
    CHECK(offered("aiws openclaw print --") == Words{"--help", "--pretty", "--json"});
    CHECK(offered("aiws register --secret").empty());
    CHECK(offered("aiws -") == Words{"--help", "-h", "--json", "-j"});
}

TEST_CASE("bash completes the values of options in both spellings")
{
    CHECK(offered("aiws register --channel ") == Words{"deepseek", "nvidia"});
    CHECK(offered("aiws register --channel nv") == Words{"nvidia"});
    CHECK(offered("aiws register --channel=nv") == Words{"nvidia"});
    CHECK(offered("aiws register --channel=") == Words{"deepseek", "nvidia"});
    CHECK(offered("aiws register --channel nvidia --colour ") == Words{"auto", "never"});
    CHECK(offered("aiws register --wait ").empty());
}

TEST_CASE("bash leaves files and folders to readline")
{
    CHECK(offered("aiws register --env-file ") == Words{"compopt -o default"});
    CHECK(offered("aiws register -e so") == Words{"compopt -o default"});
    CHECK(offered("aiws register --state-dir=x") == Words{"compopt -o dirnames"});
    CHECK(offered("aiws completion bash ") == Words{"compopt -o default"});
}

TEST_CASE("bash completes arguments by their place, repeated ones everywhere")
{
    CHECK(offered("aiws completion ") == Words{"bash", "zsh", "fish"});
    CHECK(offered("aiws completion bash x ").empty());
    CHECK(offered("aiws verify nvidia/glm-5.2 nv") == Words{"nvidia/glm-5.2"});
    CHECK(offered("aiws verify --json nv") == Words{"nvidia/glm-5.2"});
}

TEST_CASE("bash gets along with its own word breaks and with odd words")
{
    CHECK(offered("aiws verify ollama/q") == Words{"ollama/qwen3:8b"});
    CHECK(offered("aiws verify ollama/qwen3:") == Words{"8b"});
    CHECK(offered("aiws verify o'h") == Words{"o'hara/x y"});
    CHECK(offered("aiws register -e my\\ file --channel nv") == Words{"nvidia"});
}

TEST_CASE("bash is given back what it had in its settings")
{
    const auto script = "set -u; IFS=,\n" + cli::completion::bash(test::sample_tree()) +
                        "COMP_LINE='aiws re' COMP_POINT=7 COMP_CWORD=1 COMP_WORDS=(aiws re)\n_aiws\necho \"$IFS\"\n"
                        "complete -p aiws\n";
    CHECK(test::run_shell("bash", script) == Words{",", "complete -F _aiws aiws"});
}
