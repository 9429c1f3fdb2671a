// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "json/document.hpp"

#include <string>

using namespace aiws;
using namespace aiws::json;

namespace {

Document read(std::string text)
{
    auto document = Document::parse(std::move(text), "openclaw.json");
    REQUIRE(document);
    return *std::move(document);
}

base::Error refuse(std::string text, Limits limits = {})
{
    const auto document = Document::parse(std::move(text), "openclaw.json", limits);
    REQUIRE_FALSE(document);
    return document.error();
}

} // namespace

TEST_CASE("values come in the file's order and under their own paths")
{
    const Document document = read("{ z: 1, a: [ { id: 'x' }, 0x10 ], \"a.b\": null }");
    CHECK(document.at({})->dump() == R"({"z":1,"a":[{"id":"x"},16],"a.b":null})");
    CHECK(*document.at({"a", std::size_t{0}, "id"}) == "x");
    CHECK(document.at({"a.b"})->is_null());
    CHECK(*document.raw({"a", std::size_t{1}}) == "0x10");
    CHECK(*document.raw({"a", std::size_t{0}}) == "{ id: 'x' }");
    CHECK_FALSE(document.at({"a", "id"}));
    CHECK_FALSE(document.at({"a", std::size_t{2}}));
    CHECK_FALSE(document.raw({"z", "deeper"}));
}

TEST_CASE("a name is found however it is spelled")
{
    const Document document = read(R"({ "a\u0062": 1, 'c"d': 2, \u0065f: 3 })");
    CHECK(*document.at({"ab"}) == 1);
    CHECK(*document.at({"c\"d"}) == 2);
    CHECK(*document.at({"ef"}) == 3);
}

TEST_CASE("positions count lines of every kind and characters, not bytes")
{
    const Document document = read("\xEF\xBB\xBF{ é: 1,\r\n  b: 'ü', c:\r{\n d: 4 } }");
    CHECK(document.position({})->column == 1);
    CHECK(document.key_position({"é"})->column == 3);
    CHECK(document.position({"b"})->line == 2);
    CHECK(document.key_position({"c"})->line == 2);
    CHECK(document.key_position({"c"})->column == 11);
    CHECK(document.position({"c"})->line == 3);
    CHECK(document.position({"c", "d"})->line == 4);
    CHECK(document.position({"c", "d"})->column == 5);
    CHECK_FALSE(document.key_position({}));
    CHECK_FALSE(document.position({"x"}));
}

TEST_CASE("an error says where it is and shows the line")
{
    const auto error = refuse("{\n  models: {\n    mode: 'merge'\n    extra: 1,\n  },\n}\n");
    CHECK(error.what == "expected ',' or '}' but found 'e'");
    CHECK(error.where == "openclaw.json:4:5");
    CHECK(error.why == "extra: 1,");
    CHECK_FALSE(error.fix.empty());
}

TEST_CASE("an error at the end of a text shows its last line")
{
    const auto error = refuse("{\n  a: 1");
    CHECK(error.where == "openclaw.json:2:7");
    CHECK(error.why == "a: 1");
}

TEST_CASE("a long line is shown near the error only")
{
    std::string line = "[";
    for (int i = 0; i < 1000; ++i) line += std::to_string(i) + ", ";
    const auto error = refuse(line + "] oops " + std::string(500, ' ') + "!");
    CHECK_THAT(error.why, ContainsSubstring("998, 999, ] oops"));
    CHECK(error.why.size() < 130);
}

TEST_CASE("what could be a secret never stands in the shown line")
{
    const std::string secret = "nv-test-key-1";
    const std::string lines[] = {
        "{ apiKey: \"" + secret + "\" oops }",
        "{ apiKey: \"" + secret + "\n}",
        "{ apiKey: \"" + secret + "\": 1 }",
        "{ apiKey: " + secret + " }",
        "{ apiKey: \"x\"" + secret + "\" }",
        "{ a: 1, // apiKey: \"" + secret + "\"\n b: ! }",
        "{ a: ! // apiKey: \"" + secret + "\"\n }",
        "{ /* don't */ apiKey: '" + secret + "', b: ! }",
        "{ b: 'it\\\n', apiKey: '" + secret + "', c: ! }",
        "{ apiKey: '\\1 " + secret + "' }",
        "NVIDIA_API_KEY=" + secret + "\n",
        "NVIDIA_API_KEY: " + secret + "\n",
        "[ '" + secret + "' '" + secret + "' ]",
        "[ https://user:" + secret + "@example.net ]",
    };
    for (const auto& line : lines) {
        CAPTURE(line);
        const auto error = refuse(line);
        CHECK(to_line(error).find(secret) == std::string::npos);
        CHECK(to_line(error).find("test-key") == std::string::npos);
    }
    CHECK(refuse(lines[0]).why == "{ apiKey: \"…\" oops }");
    CHECK(refuse(lines[7]).why == "{ /* don't */ apiKey: '…', b: ! }");
}

TEST_CASE("a name that stands twice is refused with both places")
{
    const auto error = refuse("{\n  ab: 1,\n  c: { ab: 1 },\n  'a\\u0062': 2 }");
    CHECK(error.what == "\"ab\" stands twice in one object, first in line 2");
    CHECK(error.where == "openclaw.json:4:3");
}

TEST_CASE("nesting is read to the limit and refused beyond")
{
    const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
    CHECK(Document::parse(nested(200), "deep"));
    const auto error = refuse(nested(201));
    CHECK(error.what == "nested more than 200 levels deep");
    CHECK(error.where == "openclaw.json:1:201");
    CHECK(refuse(std::string(1000000, '[')).what == error.what);
    CHECK(refuse("{a:{b:1}}", {.max_depth = 1}).where == "openclaw.json:1:4");
}

TEST_CASE("a text beyond the limit is refused before it is read")
{
    const auto error = refuse("[1234567]", {.max_bytes = 8});
    CHECK(error.what == "the text has 9 bytes, and at most 8 are read");
    CHECK(error.where == "openclaw.json");
    CHECK(Document::parse("[123456]", "fits", {.max_bytes = 8}));
}

TEST_CASE("a byte that is not UTF-8 is shown with its place")
{
    const auto error = refuse("{\n a: 'caf\xE9', b: 1 }");
    CHECK(error.where == "openclaw.json:2:9");
    CHECK(error.fix == "save the file as UTF-8");
}

TEST_CASE("errors about the content point at the value or its nearest ancestor")
{
    const Document document = read("{\n  gateway: { mode: 'don\\'t', port: 1 },\n}");
    const auto error = document.error_at({"gateway", "mode"}, "unknown mode", "use local");
    CHECK(error.where == "openclaw.json:2:20");
    CHECK(error.why == "gateway: { mode: 'don\\'t', port: 1 },");
    CHECK(error.fix == "use local");
    CHECK(error.kind == base::Failure::config);
    CHECK(document.error_at({"gateway", "auth", "token"}, "missing").where == "openclaw.json:2:12");
    CHECK(document.error_at({"other"}, "missing").where == "openclaw.json:1:1");
}

TEST_CASE("a path reads as a person would write it")
{
    CHECK(to_string(Path{}).empty());
    CHECK(to_string({"models", "providers", "nvidia"}) == "models.providers.nvidia");
    CHECK(to_string({"agents", "list", std::size_t{0}, "model"}) == "agents.list[0].model");
    CHECK(to_string({"channels", "a.b", "c"}) == "channels[\"a.b\"].c");
    CHECK(to_string({"x y"}) == "[\"x y\"]");
}
