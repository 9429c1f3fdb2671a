// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/message.hpp"

#include <ctime>

using namespace aiws;
using namespace aiws::http;
using std::chrono::seconds;

namespace {

std::optional<seconds> retry_after(std::string value)
{
    Response response;
    response.headers.push_back({.name = "retry-after", .value = std::move(value)});
    return response.retry_after();
}

} // namespace

TEST_CASE("Retry-After is read as seconds or as a date, and anything else is no Retry-After")
{
    CHECK(retry_after("120") == seconds(120));
    CHECK(retry_after("0") == seconds(0));
    CHECK(retry_after("-5") == seconds(0));
    CHECK(retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == seconds(0));
    CHECK(retry_after("Fri, 31 Dec 2100 23:59:59 GMT") > seconds(3600));
    for (const char* nonsense : {"", "soon", "1.5 h", "12 s", "99999999999999999999999"})
        CHECK_FALSE(retry_after(nonsense));
    CHECK_FALSE(Response{}.retry_after());
}

TEST_CASE("the provider's Retry-After can be asked for by its own name")
{
    Response response;
    response.headers = {{.name = "llm_provider-retry-after", .value = "7"}};
    CHECK(response.retry_after("llm_provider-retry-after") == seconds(7));
    CHECK_FALSE(response.retry_after());
}

TEST_CASE("a failure becomes an error with the place, the reason and a fix")
{
    const Failure failure{.fault = Fault::connect, .detail = "connection refused"};
    CHECK(base::to_line(to_error(failure, "http://127.0.0.1:4000/x?key=1")) ==
          "the server cannot be reached (http://127.0.0.1:4000/x?…): connection refused; "
          "check the address, and that the server runs");
    const Failure particular{.fault = Fault::tls, .detail = "no store", .fix = "install one"};
    CHECK(to_error(particular, "https://h/").fix == "install one");
    const auto kind = [](Fault fault) { return to_error({.fault = fault, .detail = ""}, "http://h/").kind; };
    using enum base::Failure;
    for (const Fault fault :
         {Fault::resolve, Fault::connect, Fault::proxy, Fault::timeout, Fault::broken, Fault::too_large})
        CHECK(kind(fault) == unreachable);
    for (const Fault fault : {Fault::tls, Fault::insecure, Fault::invalid}) CHECK(kind(fault) == config);
    CHECK(kind(Fault::interrupted) == interrupted);
}

TEST_CASE("the server may have acted only where a request may have reached it")
{
    for (const Fault fault : {Fault::timeout, Fault::broken, Fault::too_large, Fault::interrupted})
        CHECK(may_have_acted(fault));
    for (const Fault fault :
         {Fault::resolve, Fault::connect, Fault::tls, Fault::proxy, Fault::insecure, Fault::invalid})
        CHECK_FALSE(may_have_acted(fault));
}
