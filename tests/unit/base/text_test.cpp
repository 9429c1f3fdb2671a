// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "catch.hpp"

using namespace aiws::base;

TEST_CASE("a near word is suggested and a far one is not")
{
    const std::vector<std::string> names{"register", "plan", "verify"};
    CHECK(nearest("regster", names) == "register");
    CHECK(nearest("verfiy", names) == "verify");
    CHECK(nearest("uninstall", names).empty());
    CHECK(did_you_mean("plam", names) == " (did you mean \"plan\"?)");
}

TEST_CASE("text from outside becomes one harmless line")
{
    CHECK(one_line("  a\nb\tc\x1b[31m ") == "a b c [31m");
    CHECK(one_line("caf\xC3\xA9 \xFF") == "caf\xC3\xA9 \xEF\xBF\xBD");
    CHECK(one_line("\xC2\x9B"
                   "31m") == " 31m");
    // NOLINTNEXTLINE(misc-misleading-bidirectional): they are what is tested
    CHECK(one_line("a\xE2\x80\xAE"
                   "b\xE2\x81\xA6"
                   "c") == "a b c");
    CHECK(one_line("abcdef", 3) == "abc…");
}

TEST_CASE("UTF-8 is told from what only looks like it")
{
    CHECK(is_utf8("plain, é, 漢, 😀"));
    CHECK_FALSE(is_utf8("\xC0\x80"));
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
    CHECK_FALSE(is_utf8("\xE2\x82"));
}

TEST_CASE("display width counts columns, not bytes")
{
    CHECK(display_width("abc") == 3);
    CHECK(display_width("é漢") == 3);
    CHECK(display_width("e\xCC\x81") == 1);
}

TEST_CASE("split keeps empty parts and join undoes it")
{
    const auto parts = split("a,,b", ',');
    REQUIRE(parts.size() == 3);
    CHECK(parts[1].empty());
    CHECK(join(parts, ",") == "a,,b");
    CHECK(counted(1, "row") == "1 row");
    CHECK(counted(2, "reply", "replies") == "2 replies");
}

TEST_CASE("digests agree with the published test vectors")
{
    // FIPS 180-2, appendix B.1; RFC 4231, test case 2.
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(random_hex(16).size() == 32);
    CHECK(random_hex(16) != random_hex(16));
}

TEST_CASE("a secret is gone from where it was moved")
{
    Secret first("short");
    const Secret second(std::move(first));
    CHECK(second.reveal() == "short");
    CHECK(first.empty()); // NOLINT(bugprone-use-after-move): that is the test
    CHECK(second == Secret("short"));
    CHECK_FALSE(second == Secret("shorT"));
}
