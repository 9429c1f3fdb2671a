// SPDX-License-Identifier: Apache-2.0
#include "stack/database_url.hpp"

#include "catch.hpp"

using namespace aiws;
using stack::parse_database_url;

namespace {

stack::DatabaseUrl parsed(std::string_view text)
{
    const auto url = parse_database_url(text, "--database");
    REQUIRE(url);
    return *url;
}

} // namespace

TEST_CASE("a database URL is taken apart")
{
    const auto url = parsed(" postgresql://me:test-pw-1@db.example:5433/litellm?sslmode=require\n");
    CHECK(url.user == "me");
    CHECK(url.password.reveal() == "test-pw-1");
    CHECK(url.host == "db.example");
    CHECK(url.port == "5433");
    CHECK(url.database == "litellm");
    CHECK(url.parameters == "sslmode=require");
}

TEST_CASE("the short scheme, no port and no password are fine")
{
    const auto url = parsed("postgres://me@db.example/litellm");
    CHECK(url.port == "5432");
    CHECK(url.password.empty());
    CHECK(url.text().reveal() == "postgresql://me@db.example:5432/litellm");
}

TEST_CASE("a database password may hold any character, encoded or not")
{
    const std::string password = GENERATE("p@ss/w#rd", "a?b:c@d", "100%", "50%zz", "100%4", "ein Wört", "p%40s");
    const std::string meant = password == "p%40s" ? "p@s" : password;
    const auto url = parsed("postgresql://me:" + password + "@db.example:5433/litellm");
    CHECK(url.user == "me");
    CHECK(url.password.reveal() == meant);
    CHECK(url.host == "db.example");
    CHECK(url.database == "litellm");
    CHECK(parsed(url.text().reveal()).password.reveal() == meant); // and comes back out of what we write
}

TEST_CASE("a database URL is written with everything encoded that needs it")
{
    const auto url = parsed("postgresql://m%40corp:p@ss/w#rd%@db.example:5433/lite%20llm?sslmode=require");
    CHECK(url.user == "m@corp");
    CHECK(url.database == "lite llm");
    CHECK(url.text().reveal() == "postgresql://m%40corp:p%40ss%2Fw%23rd%25@db.example:5433/lite%20llm?sslmode=require");
    CHECK(url.without_password() == "postgresql://m%40corp@db.example:5433/lite%20llm?sslmode=require");
}

TEST_CASE("an IPv6 address keeps its brackets in the URL and loses them for libpq")
{
    const auto with_port = parsed("postgresql://me:test-pw-1@[2001:db8::7]:5433/litellm");
    CHECK(with_port.host == "[2001:db8::7]");
    CHECK(with_port.port == "5433");
    const auto without_port = parsed("postgresql://me@[::1]/litellm");
    CHECK(without_port.host == "[::1]");
    CHECK(without_port.port == "5432");
    system::Environment environment;
    with_port.set(environment);
    CHECK(environment.get("PGHOST") == "2001:db8::7");
}

TEST_CASE("libpq is told of a database by variables, TLS included")
{
    system::Environment environment;
    parsed("postgresql://me:p%40ss@db.example/litellm?application_name=x&sslmode=verify-full").set(environment);
    CHECK(environment.get("PGHOST") == "db.example");
    CHECK(environment.get("PGPORT") == "5432");
    CHECK(environment.get("PGUSER") == "me");
    CHECK(environment.get("PGPASSWORD") == "p@ss");
    CHECK(environment.get("PGDATABASE") == "litellm");
    CHECK(environment.get("PGSSLMODE") == "verify-full");
}

TEST_CASE("a person and an argument list never see a database password")
{
    const auto url = parsed("postgresql://me:test-pw-1@db.example/litellm?sslmode=require");
    CHECK(url.without_password() == "postgresql://me@db.example:5432/litellm?sslmode=require");
    CHECK(url.redacted() == "postgresql://me@db.example:5432/litellm");
}

TEST_CASE("a database URL that is wrong is told by its place and never by itself")
{
    struct Wrong {
        std::string text;
        std::string why;
    };
    const auto wrong = GENERATE(
        Wrong{"", "it does not begin with postgresql://"}, Wrong{"test-pw-1", "it does not begin with postgresql://"},
        Wrong{"mysql://me:test-pw-1@db.example/litellm", "it does not begin with postgresql://"},
        Wrong{"postgresql://me:test-pw-1@db.example", "it names no database"},
        Wrong{"postgresql://me:test-pw-1@db.example/", "it names no database"},
        Wrong{"postgresql://me:test-pw-1@db.example/?sslmode=require", "it names no database"},
        Wrong{"postgresql://me:test-pw-1@/litellm", "it names no host"},
        Wrong{"postgresql://me:test-pw-1@:5433/litellm", "it names no host"},
        Wrong{"postgresql://:test-pw-1@db.example/litellm", "it names no user"},
        Wrong{"postgresql://db.example/litellm", "it names no user"},
        Wrong{"postgresql://me:test-pw-1@db.example:/litellm", "its port is no number from 1 to 65535"},
        Wrong{"postgresql://me:test-pw-1@db.example:5x/litellm", "its port is no number from 1 to 65535"},
        Wrong{"postgresql://me:test-pw-1@db.example:0/litellm", "its port is no number from 1 to 65535"},
        Wrong{"postgresql://me:test-pw-1@db.example:99999/litellm", "its port is no number from 1 to 65535"},
        Wrong{"postgresql://me:test-pw-1@::1:5433/litellm", "an IPv6 address stands in brackets: [::1]"});
    const auto url = parse_database_url(wrong.text, "--database");
    REQUIRE_FALSE(url);
    CHECK(url.error().kind == base::Failure::config);
    CHECK(url.error().where == "--database");
    CHECK(url.error().why == wrong.why);
    CHECK_FALSE(base::to_line(url.error()).contains("test-pw-1"));
    CHECK_FALSE(base::to_line(url.error()).contains("db.example"));
}
