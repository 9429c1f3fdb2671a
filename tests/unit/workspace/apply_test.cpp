// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "sample.hpp"
#include "workspace/apply.hpp"

#include <deque>
#include <set>

using namespace aiws::workspace;
using aiws::base::Error;
using aiws::base::Result;
using aiws::test::as_actual;
using aiws::test::credential;
using aiws::test::deployment;

namespace {

/// Keeps what was started until finish_one(), and fails the names it was told to.
class SlowTarget : public Target {
  public:
    void start(const Step& step, Done done) override
    {
        started.push_back(step.subject().name);
        m_open.push_back([this, name = step.subject().name, done = std::move(done)] {
            done(failing.contains(name) ? Result<>(std::unexpected(Error{.what = name + " failed"})) : Result<>());
        });
    }

    bool finish_one()
    {
        if (m_open.empty()) return false;
        const auto next = std::move(m_open.front());
        m_open.pop_front();
        next();
        return true;
    }

    std::vector<std::string> started;
    std::set<std::string> failing;

  private:
    std::deque<std::function<void()>> m_open;
};

/// Carries the plan out and tells each step's outcome as "name" or "name: error".
std::vector<std::string> run(const Plan& plan, SlowTarget& target)
{
    std::vector<std::string> ended;
    apply(plan, target, [&](const Step& step, const Result<>& outcome) {
        ended.push_back(step.subject().name + (outcome ? "" : ": " + outcome.error().what));
    });
    while (target.finish_one()) {
    }
    return ended;
}

} // namespace

TEST_CASE("deployments wait for their channel's credential, other channels do not")
{
    Resource other = deployment("b");
    other.channel = "ollama";
    const Plan plan = make_plan({credential("nv-test-key"), deployment("a"), other}, {});
    SlowTarget target;
    apply(plan, target, [](const Step&, const Result<>&) {});
    CHECK(target.started == std::vector<std::string>{"aiws-nvidia", "nvidia/b"});
    while (target.finish_one()) {
    }
    CHECK(target.started.back() == "nvidia/a");
}

TEST_CASE("when the credential fails its deployments are not tried and say why")
{
    SlowTarget target;
    target.failing = {"aiws-nvidia"};
    const auto ended = run(make_plan({credential("nv-test-key"), deployment("a"), deployment("b")}, {}), target);
    CHECK(target.started == std::vector<std::string>{"aiws-nvidia"});
    CHECK(ended == std::vector<std::string>{"aiws-nvidia: aiws-nvidia failed", "nvidia/a: aiws-nvidia failed",
                                            "nvidia/b: aiws-nvidia failed"});
}

TEST_CASE("one deployment's failure does not stop the others")
{
    SlowTarget target;
    target.failing = {"nvidia/a"};
    const auto ended = run(make_plan({deployment("a"), deployment("b")}, {}), target);
    CHECK(ended == std::vector<std::string>{"nvidia/a: nvidia/a failed", "nvidia/b"});
}

TEST_CASE("a credential is removed after its last deployment, and stays when one could not be removed")
{
    const State actual{as_actual(credential("nv-test-key")), as_actual(deployment("a")), as_actual(deployment("b"))};
    SlowTarget target;
    CHECK(run(plan_removal(actual), target) == std::vector<std::string>{"nvidia/a", "nvidia/b", "aiws-nvidia"});
    SlowTarget failing;
    failing.failing = {"nvidia/a"};
    run(plan_removal(actual), failing);
    CHECK(failing.started == std::vector<std::string>{"nvidia/a", "nvidia/b"});
}

TEST_CASE("nothing is started for what is kept or in conflict")
{
    const Resource fixed = as_actual(deployment("b"), Owner::fixed);
    SlowTarget target;
    CHECK(run(make_plan({deployment("a"), deployment("b")}, {as_actual(deployment("a")), fixed}), target).empty());
    CHECK(target.started.empty());
}
