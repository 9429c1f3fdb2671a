// SPDX-License-Identifier: Apache-2.0
#include "stack/templates.hpp"

#include "catch.hpp"
#include "system/process.hpp"

using namespace aiws;
using stack::fill;
using stack::shell_word;

TEST_CASE("a template's names are replaced by their values, every time")
{
    CHECK(fill("listen @HOST@:@PORT@, again @PORT@\n", {{"HOST", "127.0.0.1"}, {"PORT", "4000"}}) ==
          "listen 127.0.0.1:4000, again 4000\n");
    CHECK(fill("", {}).empty());
}

TEST_CASE("what looks like a name in a value stays as it is")
{
    CHECK(fill("@A@@B@", {{"A", "@B@"}, {"B", "b"}}) == "@B@b");
}

TEST_CASE("an at sign that begins no name stays")
{
    CHECK(fill("me@host.example, \"$@\", a@b@NAME@, @", {{"NAME", "x"}}) == "me@host.example, \"$@\", a@bx, @");
}

TEST_CASE("a word for the shell comes out of it as it was")
{
    const std::string word = GENERATE("plain", "two words", "it's", "$HOME `id` \"q\" \\", "'", "a\nb", "*", "");
    const auto said = system::run({.words = {"/bin/sh", "-c", "printf %s " + shell_word(word)}}, {});
    CHECK(said.succeeded());
    CHECK(said.out == word);
}

TEST_CASE("several words for the shell are kept apart")
{
    const auto said =
        system::run({.words = {"/bin/sh", "-c", "printf '<%s>' " + stack::shell_words({"a b", "", "it's"})}}, {});
    CHECK(said.out == "<a b><><it's>");
    CHECK(stack::shell_words({}).empty());
}

TEST_CASE("a percent sign is no expansion of supervisord's")
{
    CHECK(stack::supervisor_text("/a%20b/100%") == "/a%%20b/100%%");
}

TEST_CASE("what is embedded is there")
{
    CHECK(stack::requirements_lock().contains("litellm=="));
    CHECK(stack::demo_provider().starts_with("#!"));
    CHECK(stack::engine_files().contains("query-engine.mjs"));
    CHECK(stack::agent_files().contains("package-lock.json"));
}
