// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "json/codec.hpp"

#include <string>

using namespace aiws;
using namespace aiws::json;

TEST_CASE("a server's JSON is read")
{
    const auto value = parse_json(R"({"data": [{"id": "a", "on": true, "n": 3, "cost": 0.5}], "none": null})");
    REQUIRE(value);
    const Value& row = array_at(*value, "data").at(0);
    CHECK(string_at(row, "id") == "a");
    CHECK(bool_at(row, "on") == true);
    CHECK(int_at(row, "n") == 3);
    CHECK(number_at(row, "cost") == 0.5);
    CHECK(number_at(row, "n") == 3.0);
    CHECK(to_text(row) == R"({"cost":0.5,"id":"a","n":3,"on":true})");
}

TEST_CASE("looks for what is absent or of another type find nothing")
{
    const Value value = Value::parse(R"({"text": "a", "number": 1.5, "huge": 18446744073709551615, "none": null})");
    CHECK_FALSE(string_at(value, "number"));
    CHECK_FALSE(string_at(value, "none"));
    CHECK_FALSE(string_at(value, "absent"));
    CHECK_FALSE(string_at(Value(1), "text"));
    CHECK_FALSE(bool_at(value, "number"));
    CHECK_FALSE(int_at(value, "number"));
    CHECK_FALSE(int_at(value, "huge"));
    CHECK_FALSE(number_at(value, "text"));
    CHECK(array_at(value, "text").empty());
    CHECK(object_at(value, "absent").is_object());
    CHECK(member(value, "none")->is_null());
    CHECK(member(value, "absent") == nullptr);
    CHECK(member(Value::array(), "text") == nullptr);
}

TEST_CASE("an answer that is no JSON is refused without showing it")
{
    const auto page = parse_json("<html>nv-test-key-1</html>");
    REQUIRE_FALSE(page);
    CHECK(page.error().kind == base::Failure::failed);
    CHECK(page.error().where == "byte 1");
    CHECK(base::to_line(page.error()).find("nv-test") == std::string::npos);
    CHECK(parse_json("").error().why == "it is empty");
    CHECK_FALSE(parse_json("{\"a\":1} x"));
    CHECK_FALSE(parse_json("[1,]"));
    CHECK_FALSE(parse_json("\"\xFF\""));
    CHECK_FALSE(parse_json("[1e999]"));
}

TEST_CASE("hostile nesting is refused before it is read")
{
    CHECK(parse_json(std::string(200, '[') + std::string(200, ']')));
    const auto deep = parse_json(std::string(1000000, '['));
    REQUIRE_FALSE(deep);
    CHECK(deep.error().where == "byte 200");
    CHECK_FALSE(parse_json(std::string(300, '[') + std::string(300, ']')));
    CHECK(parse_json("[\"" + std::string(300, '[') + "\\\"{\"]"));
    std::string wide = "[";
    for (int i = 0; i < 1000; ++i) wide += "[],";
    CHECK(parse_json(wide + "0]"));
}

TEST_CASE("text that is not UTF-8 is written with its bad bytes replaced")
{
    CHECK(to_text(Value("caf\xE9")) == "\"caf\xEF\xBF\xBD\"");
}
