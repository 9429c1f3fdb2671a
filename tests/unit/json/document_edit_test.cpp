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

/// The text after the value is set; taking it back must give the old one.
std::string set(const std::string& text, const Path& path, const Ordered& value)
{
    Document document = read(text);
    const auto splice = document.set(path, value);
    REQUIRE(splice);
    const std::string changed = document.text();
    document.revert(*splice);
    CHECK(document.text() == text);
    return changed;
}

std::string remove(const std::string& text, const Path& path)
{
    Document document = read(text);
    REQUIRE(document.remove(path));
    return document.text();
}

} // namespace

TEST_CASE("only the bytes of the value change when it is set")
{
    CHECK(set("{ /* a */ a : 'x' /* b */ } // c", {"a"}, "y") == "{ /* a */ a : 'y' /* b */ } // c");
    CHECK(set("\xEF\xBB\xBF[1,\t2 ,]\r\n", {std::size_t{1}}, true) == "\xEF\xBB\xBF[1,\ttrue ,]\r\n");
    CHECK(set("// root\n7\n", {}, nullptr) == "// root\nnull\n");
}

TEST_CASE("an equal value is left as it is spelled")
{
    Document document = read("{ a: { y: 0x10, x: +1 }, n: NaN }");
    const auto splice = document.set({"a"}, Ordered{{"x", 1}, {"y", 16}});
    REQUIRE(splice);
    CHECK((splice->before.empty() && splice->after.empty()));
    CHECK(document.set({"n"}, nullptr)->after == "null");
}

TEST_CASE("a new member takes over indentation, quotes and the trailing comma")
{
    CHECK(set("{\n  \"a\": 1\n}\n", {"b"}, "x") == "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n");
    CHECK(set("{\r\n\ta: 'y',\r\n}", {"b"}, Ordered{{"c", 1}}) == "{\r\n\ta: 'y',\r\n\tb: {\r\n\t\tc: 1,\r\n\t},\r\n}");
    CHECK(set("{\n    'a': 1\n}", {"b c"}, "it's") == "{\n    'a': 1,\n    'b c': 'it\\'s'\n}");
    CHECK(set("{\n  a: 1,\n}", {"x-y"}, 2) == "{\n  a: 1,\n  \"x-y\": 2,\n}");
}

TEST_CASE("comments behind the last member stay behind it")
{
    CHECK(set("{\n  a: 1 // one\n  // end\n}", {"b"}, 2) == "{\n  a: 1, // one\n  b: 2\n  // end\n}");
    CHECK(set("{\n  a: 1, /* one */ // more\n}", {"b"}, 2) == "{\n  a: 1, /* one */ // more\n  b: 2,\n}");
    CHECK(set("{ a: 1 /* one */ }", {"b"}, 2) == "{ a: 1 /* one */, b: 2 }");
    CHECK(set("{ a: 1 // one\n}", {"b"}, 2) == "{ a: 1, // one\n  b: 2\n}");
}

TEST_CASE("a line stays one line while it is short")
{
    CHECK(set("{\n  a: { x: 1 },\n}", {"a", "y"}, 2) == "{\n  a: { x: 1, y: 2 },\n}");
    CHECK(set("{\"a\":[1,2]}", {"a", std::size_t{2}}, Ordered{{"b", 1}}) == "{\"a\":[1,2,{\"b\":1}]}");
    CHECK(set("{ a: [1,] }", {"a", std::size_t{1}}, 2) == "{ a: [1, 2,] }");
    const std::string word(60, 'x');
    CHECK(set("{ a: '' }", {"b"}, Ordered{{"c", word}, {"d", word}}) ==
          "{ a: '',\n  b: {\n    c: '" + word + "',\n    d: '" + word + "'\n  }\n}");
}

TEST_CASE("the first member of an empty object is put where it belongs")
{
    CHECK(set("{}\n", {"a", "b"}, 1) == "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n");
    CHECK(set("{\n  // nothing yet\n}", {"a"}, 1) == "{\n  // nothing yet\n  \"a\": 1\n}");
    CHECK(set("{ x: { /* c */ }, y: {} }", {"x", "a"}, 1) == "{ x: { /* c */ a: 1 }, y: {} }");
    CHECK(set("{ x: {}, y: { z: 1 } }", {"x", "a"}, 1) == "{ x: { a: 1 }, y: { z: 1 } }");
    CHECK(set("{\n\tx: {},\n}", {"x", "a"}, 1) == "{\n\tx: {\n\t\ta: 1,\n\t},\n}");
}

TEST_CASE("missing parents become objects, and lists where the path goes on with 0")
{
    CHECK(set("{\"a\":{}}", {"a", "b", "c"}, 1) == "{\"a\":{\"b\":{\"c\":1}}}");
    CHECK(set("{\"a\":1}", {"b", std::size_t{0}, "c"}, 2) == "{\"a\":1,\"b\":[{\"c\":2}]}");
}

TEST_CASE("a path through something else is refused and changes nothing")
{
    Document document = read("{\n  a: [1],\n  b: null,\n}");
    CHECK(document.set({"a", "x"}, 1).error().what == "a is not an object");
    CHECK(document.set({"b", std::size_t{0}}, 1).error().what == "b is not a list");
    CHECK(document.set({"b", "x"}, 1).error().where == "openclaw.json:3:6");
    CHECK(document.set({"a", std::size_t{2}}, 1).error().what == "a[2] is beyond the end");
    CHECK(document.set({"a", std::size_t{0}, "x"}, 1).error().kind == base::Failure::config);
    CHECK_FALSE(document.set({"c"}, "caf\xE9"));
    CHECK_FALSE(document.remove({}));
    CHECK(document.text() == "{\n  a: [1],\n  b: null,\n}");
}

TEST_CASE("an edit does not go beyond the limits")
{
    Ordered deep = 1;
    for (int i = 0; i < 200; ++i) deep = Ordered::array({std::move(deep)});
    Document document = read("{}");
    CHECK_FALSE(document.set({"a"}, deep));
    CHECK(document.set({}, deep));
}

TEST_CASE("raw bytes go in as they are")
{
    Document document = read("{\n  a: 1,\n}");
    REQUIRE(document.set_raw({"b"}, "{ x: 0xFF, /* c */ }"));
    CHECK(document.text() == "{\n  a: 1,\n  b: { x: 0xFF, /* c */ },\n}");
    REQUIRE(document.set_raw({"a"}, "+1"));
    CHECK(*document.raw({"a"}) == "+1");
    CHECK(document.set_raw({"a"}, "+1")->after.empty());
    CHECK_FALSE(document.set_raw({"a"}, "1, c: 2"));
    CHECK_FALSE(document.set_raw({"a"}, "1 // swallows the comma"));
    CHECK_FALSE(document.set_raw({"a"}, ""));
}

TEST_CASE("a member goes with its comma and the comment on its line")
{
    const std::string text = "{\n  // about a\n  a: 1, // one\n  b: 2, // two\n\n  c: 3 // three\n}";
    CHECK(remove(text, {"a"}) == "{\n  // about a\n  b: 2, // two\n\n  c: 3 // three\n}");
    CHECK(remove(text, {"b"}) == "{\n  // about a\n  a: 1, // one\n\n  c: 3 // three\n}");
    CHECK(remove(text, {"c"}) == "{\n  // about a\n  a: 1, // one\n  b: 2 // two\n\n}");
    CHECK(remove(text, {"x"}) == text);
}

TEST_CASE("one of several on a line goes without its neighbours' comments")
{
    const std::string text = "{ a: 1 /* x */, b: 2 /* y */, /* z */ c: 3 }";
    CHECK(remove(text, {"a"}) == "{ b: 2 /* y */, /* z */ c: 3 }");
    CHECK(remove(text, {"b"}) == "{ a: 1 /* x */, /* z */ c: 3 }");
    CHECK(remove(text, {"c"}) == "{ a: 1 /* x */, b: 2 /* y */ /* z */ }");
    CHECK(remove("[1,2,3]", {std::size_t{1}}) == "[1,3]");
    CHECK(remove("[1, 2,]", {std::size_t{1}}) == "[1,]");
}

TEST_CASE("the only member leaves an empty object, or the comments in it")
{
    CHECK(remove("{\n  a: 1,\n}", {"a"}) == "{}");
    CHECK(remove("{ a: 1 }", {"a"}) == "{}");
    CHECK(remove("{\n  // kept\n  a: 1 // gone\n}", {"a"}) == "{\n  // kept\n}");
}

TEST_CASE("a comma at the start of a line goes with the line")
{
    CHECK(remove("{\n    a: 1\n  , b: 2\n}", {"b"}) == "{\n    a: 1\n}");
    CHECK(remove("{\n    a: 1\n  , b: 2\n  , c: 3\n}", {"b"}) == "{\n    a: 1\n  , c: 3\n}");
}

TEST_CASE("a new member that is removed again leaves every byte of the usual layouts as it was")
{
    for (const std::string text : {"{\n  \"a\": 1\n}\n", "{\n  a: 1, // one\n}\n", "{\r\n\t'a': [],\r\n}\r\n",
                                   "{ a: 1 }", "{\"a\":1}", "{}", "{\n  a: { b: 1 },\n  // the end\n}\n"}) {
        CAPTURE(text);
        Document document = *Document::parse(text, "openclaw.json");
        REQUIRE(document.set({"new"}, Ordered{{"x", "y"}}));
        CHECK(document.text() != text);
        REQUIRE(document.remove({"new"}));
        CHECK(document.text() == text);
    }
}
