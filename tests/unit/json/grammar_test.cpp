// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "json/document.hpp"

#include <string>
#include <string_view>

using namespace aiws::json;
using namespace std::string_view_literals;

// Short texts of our own for each rule that the JSON5 tests (github.com/json5/json5-tests and json5's own) and Nicolas
// Seriot's JSONTestSuite for RFC 8259 go through: what is read, as plain JSON, and what is refused.

namespace {

struct Accepted {
    std::string_view text;
    std::string_view json;
};

const Accepted k_structure[] = {
    {"null", "null"},
    {"true", "true"},
    {"false", "false"},
    {" 7 ", "7"},
    {"\"\"", "\"\""},
    {"{}", "{}"},
    {"[]", "[]"},
    {"[ ]\n", "[]"},
    {"[1,]", "[1]"},
    {"[null,]", "[null]"},
    {"{a:1,}", R"({"a":1})"},
    {"[1,[2,3]]", "[1,[2,3]]"},
    {"[[ ] ,\n{ } ]", "[[],{}]"},
    {"{\"\":0}", R"({"":0})"},
    {"{\"a\":{\"b\":[{}]}}", R"({"a":{"b":[{}]}})"},
    {"{a:1,\"b\":2,'c':3}", R"({"a":1,"b":2,"c":3})"},
    {"{null:1,true:2,while:3,NaN:4}", R"({"null":1,"true":2,"while":3,"NaN":4})"},
    {"{$_:1,_$:2,$:3,a1:4}", R"({"$_":1,"_$":2,"$":3,"a1":4})"},
    {"{Größe:1,名前:2,ⅷ:3,a\u200C:4}", "{\"Größe\":1,\"名前\":2,\"ⅷ\":3,\"a\u200C\":4}"},
    {R"({\u0061b:1,c\u0064:2})", R"({"ab":1,"cd":2})"},
    {R"({"__proto__":1,'with space':2})", R"({"__proto__":1,"with space":2})"},
    {R"({"a\u0000b":1})", R"({"a\u0000b":1})"},
};

const Accepted k_trivia[] = {
    {"\xEF\xBB\xBF{}", "{}"},
    {"\t\v\f \u00A0\uFEFF\n\r\u2028\u2029\u1680\u2003\u202F\u205F\u3000[]", "[]"},
    {"// before\n1", "1"},
    {"/* before */ 1 /* behind */", "1"},
    {"1 // at the end", "1"},
    {"1 //", "1"},
    {"[1, // one\r2 /**/]", "[1,2]"},
    {"[1 // one\r\n, 2]", "[1,2]"},
    {"[1 // one\u2028, 2]", "[1,2]"},
    {"{/* a */ a /* b */ : /* c */ 1 /* d */ , /* e */ }", R"({"a":1})"},
    {"/*** stars * and / ***/ 0", "0"},
    {"\"// in a /* string */\"", R"("// in a /* string */")"},
};

const Accepted k_numbers[] = {
    {"0", "0"},
    {"-0", "0"},
    {"+0", "0"},
    {"-1", "-1"},
    {"+15", "15"},
    {"18446744073709551615", "18446744073709551615"},
    {"18446744073709551616", "18446744073709551616.0"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"-9223372036854775809", "-9223372036854775809.0"},
    {"0.5", "0.5"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {"+.5", "0.5"},
    {"5.", "5.0"},
    {"-5.", "-5.0"},
    {"0.", "0.0"},
    {"5.e3", "5000.0"},
    {"1e3", "1000.0"},
    {"1E+3", "1000.0"},
    {"1e-2", "0.01"},
    {"1e01", "10.0"},
    {"0e0", "0.0"},
    {"1.5e+300", "1.5e300"},
    {"1e400", "null"},
    {"-1e400", "null"},
    {"1e-400", "0.0"},
    {"5e-324", "5e-324"},
    {"0x0", "0"},
    {"0xff", "255"},
    {"0XFF", "255"},
    {"-0x10", "-16"},
    {"+0xc8e4", "51428"},
    {"0xFFFFFFFFFFFFFFFF", "18446744073709551615"},
    {"0x10000000000000000", "18446744073709551616.0"},
    {"NaN", "null"},
    {"-NaN", "null"},
    {"Infinity", "null"},
    {"-Infinity", "null"},
    {"+Infinity", "null"},
};

const Accepted k_strings[] = {
    {"'abc'", R"("abc")"},
    {"'\"'", R"("\"")"},
    {"\"'\"", R"("'")"},
    {R"('\'\"\\')", R"("'\"\\")"},
    {R"("\b\f\n\r\t\/")", R"("\b\f\n\r\t/")"},
    {R"("\v\0\x41\xe9")", R"("\u000b\u0000Aé")"},
    {R"("\a\q\S\é")", R"("aqSé")"},
    {R"("\u00e9\u20AC\uFFFF")", R"("\u00e9\u20AC\uFFFF")"},
    {R"("\uD83D\uDE00")", R"("😀")"},
    {R"("\uD83Dx\uDE00")", "\"\uFFFDx\uFFFD\""},
    {R"("\uDE00\uD83D")", "\"\uFFFD\uFFFD\""},
    {R"("\uD83D\u0041")", "\"\uFFFDA\""},
    {"\"one \\\nline\"", R"("one line")"},
    {"\"one \\\r\nline\"", R"("one line")"},
    {"\"one \\\rline\"", R"("one line")"},
    {"\"one \\\u2028\\\u2029line\"", R"("one line")"},
    {"\"\u2028\u2029\"", "\"\u2028\u2029\""},
    {"\"\t\x01\x7F\"", R"("\t\u0001\u007f")"},
    {"\"\U0010FFFF\uFDD0漢é\"", "\"\U0010FFFF\uFDD0漢é\""},
};

struct Refused {
    std::string_view text;
    std::string_view what;
};

const Refused k_refused_structure[] = {
    {"", "expected a value but found the end of the text"},
    {"\xEF\xBB\xBF", "expected a value but found the end of the text"},
    {"// nothing\n", "expected a value but found the end of the text"},
    {"[,]", "expected a value but found ','"},
    {"[,1]", "expected a value but found ','"},
    {"[1,,2]", "expected a value but found ','"},
    {"[1,,]", "expected a value but found ','"},
    {"[1 2]", "expected ',' or ']' but found '2'"},
    {"[1:2]", "expected ',' or ']' but found ':'"},
    {"[\"a\" \"b\"]", "expected ',' or ']' but found '\"'"},
    {"[1", "expected ',' or ']' but found the end of the text"},
    {"[1,", "expected a value but found the end of the text"},
    {"[", "expected a value but found the end of the text"},
    {"]", "expected a value but found ']'"},
    {"[1]]", "expected the end of the text but found ']'"},
    {"[1}", "expected ',' or ']' but found '}'"},
    {"{", "expected a name or '}' but found the end of the text"},
    {"{,}", "expected a name or '}' but found ','"},
    {"{,a:1}", "expected a name or '}' but found ','"},
    {"{a:1,,}", "expected a name or '}' but found ','"},
    {"{a}", "expected ':' behind the name but found '}'"},
    {"{a,b}", "expected ':' behind the name but found ','"},
    {"{a 1}", "expected ':' behind the name but found '1'"},
    {"{a::1}", "expected a value but found ':'"},
    {"{a:}", "expected a value but found '}'"},
    {"{:1}", "expected a name or '}' but found ':'"},
    {"{a:1 b:2}", "expected ',' or '}' but found 'b'"},
    {"{a:1]", "expected ',' or '}' but found ']'"},
    {"{1:1}", "expected a name or '}' but found '1'"},
    {"{[1]:1}", "expected a name or '}' but found '['"},
    {"{a-b:1}", "expected ':' behind the name but found '-'"},
    {"{“a”:1}", "expected a name or '}' but found '“'"},
    {R"({\x61:1})", "expected \\uHHHH but found 'x'"},
    {R"({\u0021:1})", "expected a name but found '\\'"},
    {R"({a\u0021:1})", "expected a name but found '\\'"},
    {R"({\u00:1})", "expected a hexadecimal digit but found ':'"},
    {"{} {}", "expected the end of the text but found '{'"},
    {"{}x", "expected the end of the text but found 'x'"},
    {"1 2", "expected the end of the text but found '2'"},
    {"/", "expected '/' or '*' of a comment but found the end of the text"},
    {"/ 1", "expected '/' or '*' of a comment but found ' '"},
    {"1 /*", "a comment is not closed"},
    {"/*/ 1", "a comment is not closed"},
    {"[# no comment\n]", "expected a value but found '#'"},
    {"\x01", "expected a value but found U+0001"},
    {"[\u20601]", "expected a value but found"},
    {"\u200B1", "expected a value but found U+200B"},
    {"1\0"sv, "expected the end of the text but found U+0000"},
};

const Refused k_refused_scalars[] = {
    {"nul", "expected a value but found 'n'"},
    {"nulll", "expected the end of the text but found 'l'"},
    {"True", "expected a value but found 'T'"},
    {"undefined", "expected a value but found 'u'"},
    {"Inf", "expected a value but found 'I'"},
    {"+Inf", "expected a digit but found 'I'"},
    {"infinity", "expected a value but found 'i'"},
    {"nan", "expected a value but found 'n'"},
    {"`a`", "expected a value but found '`'"},
    {"é", "expected a value but found 'é'"},
    {"010", "a number starts with 0"},
    {"-010", "a number starts with 0"},
    {"+010", "a number starts with 0"},
    {"080", "a number starts with 0"},
    {"00", "a number starts with 0"},
    {"-", "expected a digit but found the end of the text"},
    {"--1", "expected a digit but found '-'"},
    {"+-1", "expected a digit but found '-'"},
    {"- 1", "expected a digit but found ' '"},
    {".", "expected a digit but found the end of the text"},
    {"-.", "expected a digit but found the end of the text"},
    {".e1", "expected a digit but found 'e'"},
    {".-1", "expected a digit but found '-'"},
    {"1e", "expected a digit but found the end of the text"},
    {"1e+", "expected a digit but found the end of the text"},
    {"1e0x1", "expected the end of the text but found 'x'"},
    {"1e1.5", "expected the end of the text but found '.'"},
    {"1ee2", "expected a digit but found 'e'"},
    {"1.2.3", "expected the end of the text but found '.'"},
    {"1_000", "expected the end of the text but found '_'"},
    {"1n", "expected the end of the text but found 'n'"},
    {"1+2", "expected the end of the text but found '+'"},
    {"0x", "expected a hexadecimal digit but found the end of the text"},
    {"0xg", "expected a hexadecimal digit but found 'g'"},
    {"0x1.8", "expected the end of the text but found '.'"},
    {"0b1", "expected the end of the text but found 'b'"},
    {"１", "expected a value but found '１'"},
    {"\"", "expected \" at the end of a string but found the end of the text"},
    {"\"abc'", "expected \" at the end of a string but found the end of the text"},
    {"'a\nb'", "expected ' at the end of a string but found the end of the line"},
    {"'a\rb'", "expected ' at the end of a string but found the end of the line"},
    {"\"\\", "expected \" at the end of a string but found the end of the text"},
    {R"("\1")", "expected an escape that JSON5 knows but found '1'"},
    {R"("\9")", "expected an escape that JSON5 knows but found '9'"},
    {R"("\01")", "expected an escape that JSON5 knows but found '0'"},
    {R"("\x4")", "expected a hexadecimal digit but found '\"'"},
    {R"("\u004")", "expected a hexadecimal digit but found '\"'"},
    {R"("\u{41}")", "expected a hexadecimal digit but found '{'"},
    {R"("\uD83D\u1")", "expected a hexadecimal digit but found '\"'"},
};

const std::string_view k_not_utf8[] = {
    "\"\xFF\"", "\"\x80\"",     "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\xBF\xBF\xBF\"",         "\"\xE2\x82\"",
    "[\xE5]",   "{\"\xB9\":1}", "\xEF\xBB",     "\xFF\xFE{\0}\0"sv, "\"\xFC\x80\x80\x80\x80\x80\"", "\"caf\xE9\"",
};

void check_accepted(std::span<const Accepted> cases)
{
    for (const auto& [text, json] : cases) {
        CAPTURE(text);
        const auto document = Document::parse(std::string(text), "case");
        REQUIRE(document);
        CHECK(document->text() == text);
        CHECK(*document->at({}) == Ordered::parse(json));
    }
}

void check_refused(std::span<const Refused> cases)
{
    for (const auto& [text, what] : cases) {
        CAPTURE(text);
        const auto document = Document::parse(std::string(text), "case");
        REQUIRE_FALSE(document);
        CHECK_THAT(document.error().what, ContainsSubstring(std::string(what)));
        CHECK(document.error().kind == aiws::base::Failure::config);
    }
}

} // namespace

TEST_CASE("what JSON5 allows between brackets is read")
{
    check_accepted(k_structure);
}

TEST_CASE("white space, comments and the BOM are passed over")
{
    check_accepted(k_trivia);
}

TEST_CASE("every spelling of a number is read, whole ones exactly")
{
    check_accepted(k_numbers);
    CHECK(Document::parse("255", "case")->at({})->is_number_unsigned());
    CHECK(Document::parse("-0x7f", "case")->at({})->is_number_integer());
    CHECK(Document::parse("5.", "case")->at({})->is_number_float());
    const std::string many_digits = "0." + std::string(400, '0') + "1";
    CHECK(*Document::parse(many_digits, "case")->at({}) == 0.0);
    CHECK(Document::parse(std::string(400, '9'), "case")->at({})->is_null());
}

TEST_CASE("every escape of a string is read")
{
    check_accepted(k_strings);
}

TEST_CASE("what JSON5 does not allow is refused with what stood there")
{
    check_refused(k_refused_structure);
    check_refused(k_refused_scalars);
}

TEST_CASE("bytes that are not UTF-8 are refused")
{
    for (const auto text : k_not_utf8) {
        const auto document = Document::parse(std::string(text), "case");
        REQUIRE_FALSE(document);
        CHECK(document.error().what == "a byte is not UTF-8");
    }
}
