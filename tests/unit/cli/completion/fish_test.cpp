// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "catch.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/sample.hpp"
#include "cli/completion/shell.hpp"

#include <algorithm>

using namespace aiws;
using Words = std::vector<std::string>;

namespace {

/// What fish itself would offer behind the line, with the descriptions.
Words described(const std::string& line)
{
    return test::run_shell("fish",
                           "touch some.env\nmkdir sub\n" + cli::completion::fish(test::sample_tree()) +
                               "complete -C \"$argv[1]\"\n",
                           {line});
}

/// The same, sorted and without descriptions.
Words offered(const std::string& line)
{
    Words words;
    for (const auto& each : described(line)) words.push_back(base::split(each, '\t').front());
    std::ranges::sort(words);
    return words;
}

} // namespace

TEST_CASE("fish completes commands with their descriptions, also nested ones")
{
    CHECK(described("aiws re") == Words{"register\tPut the models on the gateway"});
    CHECK(offered("aiws ") == Words{"completion", "openclaw", "register", "verify"});
    CHECK(described("aiws openclaw p") == Words{"print\tPrint it"});
    CHECK(offered("aiws --json openclaw ") == Words{"print", "status"});
    CHECK(offered("aiws nonsense ").empty());
}

TEST_CASE("fish completes the options of the command at hand")
{
    CHECK(described("aiws register --no") == Words{"--no-verify\tLeave the calls out"});
    CHECK(offered("aiws openclaw print --") == Words{"--help", "--json", "--pretty"});
    CHECK(offered("aiws register --secret").empty());
    CHECK(described("aiws register --wai") == Words{"--wait\tHow long: at most [0] $HOME `x` \"y\""});
}

TEST_CASE("fish completes the values of options in both spellings")
{
    CHECK(offered("aiws register --channel ") == Words{"deepseek", "nvidia"});
    CHECK(offered("aiws register --channel=nv") == Words{"--channel=nvidia"});
    CHECK(offered("aiws register --channel nvidia --colour ") == Words{"auto", "never"});
    CHECK(offered("aiws register --wait ").empty());
    CHECK(offered("aiws register --env-file so") == Words{"some.env"});
    CHECK(offered("aiws register -e so") == Words{"some.env"});
    CHECK(offered("aiws register --state-dir s") == Words{"sub/"});
}

TEST_CASE("fish completes arguments by their place, repeated ones everywhere")
{
    CHECK(offered("aiws completion ") == Words{"bash", "fish", "zsh"});
    CHECK(offered("aiws completion bash s") == Words{"some.env", "sub/"});
    CHECK(offered("aiws verify nvidia/glm-5.2 nv") == Words{"nvidia/glm-5.2"});
    CHECK(offered("aiws verify ollama/") == Words{"ollama/qwen3:8b"});
    CHECK(offered("aiws verify ") == Words{"nvidia/glm-5.2", "o'hara/x y", "ollama/qwen3:8b"});
}
