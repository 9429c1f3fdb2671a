// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "sample.hpp"
#include "workspace/report.hpp"

using namespace aiws::workspace;
using aiws::base::Error;
using aiws::base::Failure;
using aiws::test::deployment;

namespace {

Report report_of(std::vector<std::optional<Failure>> outcomes)
{
    State desired;
    for (std::size_t i = 0; i < outcomes.size(); ++i) desired.push_back(deployment(std::to_string(i)));
    Report report(make_plan(desired, {}));
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i])
            report.end(report.plan().steps[i], std::unexpected(Error{.kind = *outcomes[i], .what = "x"}));
        else
            report.end(report.plan().steps[i], {});
    return report;
}

} // namespace

TEST_CASE("a report without a failed step has no failure")
{
    const Report report = report_of({std::nullopt, std::nullopt});
    CHECK_FALSE(report.failure().has_value());
    CHECK(report.failed_steps() == 0);
}

TEST_CASE("failures of one kind keep it, of several are just failed")
{
    CHECK(report_of({Failure::refused, Failure::refused}).failure() == Failure::refused);
    CHECK(report_of({Failure::refused, std::nullopt, Failure::config}).failure() == Failure::failed);
}

TEST_CASE("an interruption is what the whole is called, wherever it came")
{
    CHECK(report_of({Failure::failed, Failure::interrupted, Failure::refused}).failure() == Failure::interrupted);
    Report report = report_of({std::nullopt});
    report.add({.alias = "nvidia/0", .verdict = Verdict::interrupted});
    CHECK(report.failure() == Failure::interrupted);
}

TEST_CASE("a step's error and an alias's probe are found again")
{
    Report report = report_of({std::nullopt, Failure::failed});
    CHECK(report.error(report.plan().steps[0]) == nullptr);
    REQUIRE(report.error(report.plan().steps[1]) != nullptr);
    report.add({.alias = "nvidia/0", .verdict = Verdict::timed_out});
    REQUIRE(report.probe("nvidia/0") != nullptr);
    CHECK(report.probe("nvidia/1") == nullptr);
    CHECK(report.failed_probes() == 1);
}

TEST_CASE("the first error of a report is that of the first step that was not done")
{
    CHECK(report_of({std::nullopt, std::nullopt}).first_error() == nullptr);
    const Report report = report_of({std::nullopt, Failure::refused, Failure::config});
    REQUIRE(report.first_error() != nullptr);
    CHECK(report.first_error()->kind == Failure::refused);
}

TEST_CASE("probes stand in the plan's order, however they come in")
{
    Report report = report_of({std::nullopt, std::nullopt, std::nullopt});
    for (const char* alias : {"nvidia/2", "nvidia/0", "nvidia/1"}) report.add({.alias = alias});
    REQUIRE(report.probes().size() == 3);
    CHECK(report.probes()[0].alias == "nvidia/0");
    CHECK(report.probes()[2].alias == "nvidia/2");
}
