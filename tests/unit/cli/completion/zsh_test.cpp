// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/sample.hpp"
#include "cli/completion/shell.hpp"

#include <algorithm>

using namespace aiws;
using Words = std::vector<std::string>;

namespace {

// Types $1 into an interactive zsh on a terminal of its own, which lists what can follow; a compadd around the builtin
// one notes each match that the completion system takes. Calls with -O, -A or -D only ask and add nothing.
constexpr auto k_drive = R"(
zmodload zsh/zpty
touch some.env log
mkdir sub
zpty -b shell zsh -f -i
zpty -w shell "stty -echo; PROMPT= RPROMPT=; autoload -Uz compinit && compinit -u -d .dump; source .completion"
zpty -w shell 'compadd() {
    if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
        local -a matches
        builtin compadd -A matches "$@"
        print -rl -- $matches >>log
    fi
    builtin compadd "$@"
}
list_and_note() { _main_complete; print DONE >>log }
zle -C list_and_note list-choices list_and_note
bindkey "^X" list_and_note
print READY >>log'
wait_for() {
    for _ in {1..300}; do
        grep -q "^$1\$" log && return
        while zpty -rt shell output; do :; done
        sleep 0.1
    done
    print "zsh never came to $1"
    exit 1
}
wait_for READY
zpty -w -n shell "$1"$'\x18'
wait_for DONE
zpty -d shell
sed -e /READY/d -e /DONE/d -e '/^$/d' log
)";

/// What zsh would offer behind the line as it would stand there, sorted and each once: of folders it is told twice.
Words offered(const std::string& line)
{
    const std::string keep = "cat >.completion <<'END OF COMPLETION'\n" + cli::completion::zsh(test::sample_tree()) +
                             "END OF COMPLETION\nzsh -n .completion || exit\n";
    Words words = test::run_shell("zsh", keep + k_drive, {line});
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

} // namespace

TEST_CASE("zsh completes commands, also nested ones")
{
    CHECK(offered("aiws ") == Words{"completion", "openclaw", "register", "verify"});
    CHECK(offered("aiws --json re") == Words{"register"});
    CHECK(offered("aiws openclaw ") == Words{"print", "status"});
}

TEST_CASE("zsh completes the options of the command at hand, each once")
{
    CHECK(offered("aiws register --no") == Words{"--no-verify"});
    CHECK(offered("aiws register --no-verify --no").empty());
    CHECK(offered("aiws openclaw print --") == Words{"--help", "--json", "--pretty"});
    CHECK(offered("aiws register --secret").empty());
}

TEST_CASE("zsh completes the values of options in both spellings")
{
    CHECK(offered("aiws register --channel ") == Words{"deepseek", "nvidia"});
    CHECK(offered("aiws register --channel=nv") == Words{"nvidia"});
    CHECK(offered("aiws register --channel nvidia --colour ") == Words{"auto", "never"});
    CHECK(offered("aiws register --wait ").empty());
    CHECK(offered("aiws register -e so") == Words{"some.env"});
    CHECK(offered("aiws register --state-dir s") == Words{"sub"});
}

TEST_CASE("zsh completes arguments by their place, repeated ones everywhere")
{
    // The first is optional, so zsh offers what the second can be with it.
    CHECK(offered("aiws completion ") == Words{"bash", "fish", "log", "output", "some.env", "sub", "zsh"});
    CHECK(offered("aiws completion b") == Words{"bash"});
    CHECK(offered("aiws completion bash so") == Words{"some.env"});
    CHECK(offered("aiws verify nvidia/glm-5.2 nv") == Words{"nvidia/glm-5.2"});
    CHECK(offered("aiws verify ollama/q") == Words{"ollama/qwen3:8b"});
    CHECK(offered("aiws verify ") == Words{"nvidia/glm-5.2", "o\\'hara/x\\ y", "ollama/qwen3:8b"});
}
