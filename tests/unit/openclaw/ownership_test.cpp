// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/machine.hpp"
#include "json/document.hpp"

#include <algorithm>
#include <stdexcept>

using namespace aiws;
using test::has;
using test::Machine;
using test::named;

namespace {

constexpr std::string_view k_with_nvidia = R"({
  // NVIDIA, straight
  models: {
    providers: {
      nvidia: { baseUrl: "https://integrate.api.nvidia.com/v1", apiKey: 'nv-test-word', models: [] }, // mine
    },
  },
}
)";

const workspace::Step& step(const workspace::Plan& plan, std::string_view name)
{
    for (const auto& candidate : plan.steps)
        if (candidate.subject().name == name) return candidate;
    throw std::runtime_error("no such step");
}

/// The file with the first occurrence of one text replaced, as somebody else would do it.
void edit(const Machine& machine, std::string_view from, std::string_view to)
{
    auto bytes = machine.config_bytes();
    const auto at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    test::write(machine.config(), bytes.replace(at, from.size(), to));
}

bool mentions(const std::vector<std::string>& notes, const std::string& text)
{
    return std::ranges::any_of(notes, [&](const auto& note) { return note.find(text) != std::string::npos; });
}

} // namespace

TEST_CASE("a provider block that somebody else wrote is taken over, said so, and given back")
{
    const Machine machine;
    machine.write_config(k_with_nvidia);
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    const auto& nvidia = step(plan, "nvidia");
    CHECK(nvidia.action == workspace::Action::update);
    CHECK(nvidia.actual->owner == workspace::Owner::foreign);
    CHECK_FALSE(nvidia.reason.empty());
    for (const auto& change : nvidia.changes) {
        if (change.before) CHECK_THAT(change.before->dump(), !ContainsSubstring("nv-test-word"));
    }
    machine.register_channels({"nvidia"});
    CHECK_THAT(machine.config_bytes(), !ContainsSubstring("nv-test-word") && ContainsSubstring("// mine"));
    machine.register_channels({"nvidia", "ollama"});
    machine.unregister({"nvidia"});
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("apiKey: 'nv-test-word', models: [] }, // mine"));
    machine.unregister();
    CHECK(machine.config_bytes() == k_with_nvidia);
}

TEST_CASE("a block that is as we want it already is left to whoever wrote it")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia"});
    std::filesystem::remove_all(machine.home() / ".local");
    CHECK_FALSE(machine.plan(machine.wish({"nvidia"})).has_changes());
    CHECK(machine.open().ours().empty());
}

TEST_CASE("a stored profile in the key's place is drift, told and put right")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia"});
    const auto right = machine.config_bytes();
    const auto start = right.find("apiKey");
    const auto open = right.find('{', start);
    edit(machine, right.substr(open, right.find('}', open) + 1 - open), "\"nvidia:manual\"");
    CHECK(mentions(machine.open().notes(), "apiKey was replaced by stored profile nvidia:manual"));
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    REQUIRE(plan.count(workspace::Action::update) == 1);
    CHECK(step(plan, "nvidia").changes.front().field == "apiKey");
    CHECK(named(machine.open().actual(), "nvidia").owner == workspace::Owner::aiws);
    machine.register_channels({"nvidia"});
    CHECK(machine.config_bytes() == right);
    CHECK(machine.open().notes().empty());
}

TEST_CASE("a drifted block of ours goes with unregister")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia"});
    edit(machine, "300", "30");
    CHECK(mentions(machine.open().notes(), "models.providers.nvidia was changed"));
    machine.unregister();
    CHECK_FALSE(has(machine.open().actual(), "nvidia"));
    CHECK_THAT(machine.config_bytes(), !ContainsSubstring("aiws"));
}

TEST_CASE("a block that was pointed elsewhere is its new owner's")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia", "ollama"});
    edit(machine, "127.0.0.1:4000", "10.0.0.9:9999");
    CHECK(mentions(machine.open().notes(), "models.providers.nvidia was replaced"));
    const auto ours = machine.open().ours();
    CHECK_FALSE(has(ours, "nvidia"));
    CHECK(has(ours, "ollama"));
    CHECK_FALSE(has(ours, "secrets.providers.aiws")); // nvidia's block still refers to it
    machine.register_channels({"nvidia", "ollama"});
    machine.unregister({"nvidia"});
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("10.0.0.9:9999"));
}

TEST_CASE("a rewritten file with the same content is still ours")
{
    const Machine machine;
    machine.write_config("{ /* comment */ }");
    machine.register_channels({"deepseek", "nvidia", "ollama"});
    const auto value = json::Document::parse(machine.config_bytes(), "").value().at({});
    test::write(machine.config(), json::Value(*value).dump(1)); // members sorted, as nobody asked
    CHECK(machine.open().notes().empty());
    CHECK_FALSE(machine.plan(machine.wish({"deepseek", "nvidia", "ollama"})).has_changes());
    machine.unregister();
    const auto left = json::Document::parse(machine.config_bytes(), "").value().at({});
    CHECK(*left == json::Ordered{{"gateway", {{"mode", "local"}}}});
}

TEST_CASE("a default model that the user named goes back to the one before")
{
    const Machine machine;
    machine.write_config(R"({agents: {defaults: {model: "a/b"}}, models: {providers: {nvidia: {}}}})");
    auto wish = machine.wish({"nvidia"});
    wish.primary = "nvidia/glm-5.2";
    REQUIRE(machine.open().apply(machine.plan(wish)));
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("model: \"nvidia/glm-5.2\""));
    edit(machine, "{agents", "{channels: {}, agents");
    machine.unregister();
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("model: \"a/b\"") && ContainsSubstring("nvidia: {}"));
}

TEST_CASE("a default model that the user changed since stays")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia"});
    edit(machine, "\"nvidia/deepseek-v4-flash\"\n", "\"nvidia/glm-5.2\"\n");
    CHECK_FALSE(machine.plan(machine.wish({"nvidia"})).has_changes());
    CHECK_FALSE(has(machine.open().ours(), "agents.defaults.model.primary"));
    machine.unregister();
    CHECK(named(machine.open().actual(), "agents.defaults.model.primary").fields.at("value") == "nvidia/glm-5.2");
}

TEST_CASE("providers in an included file are edited there")
{
    const Machine machine;
    machine.write_config("{ models: { $include: './models.json5' } }\n");
    test::write(machine.beside("models.json5"), "{ providers: {} } // mine\n");
    machine.register_channels({"nvidia"});
    CHECK_THAT(test::slurp(machine.beside("models.json5")), ContainsSubstring("nvidia/glm-5.2"));
    CHECK_THAT(machine.config_bytes(), !ContainsSubstring("nvidia/glm-5.2"));
    CHECK(mentions(machine.open().notes(), "models.json5"));
    CHECK_FALSE(machine.plan(machine.wish({"nvidia"})).has_changes());
    machine.unregister();
    CHECK(test::slurp(machine.beside("models.json5")) == "{ providers: {} } // mine\n");
    CHECK(machine.config_bytes() == "{ models: { $include: './models.json5' } }\n");
}

TEST_CASE("when one of two files cannot be written, the other is as it was")
{
    const Machine machine;
    machine.write_config("{ models: { $include: './models.json5' } }\n");
    test::write(machine.beside("models.json5"), "{ providers: {} }\n");
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    auto configuration = machine.open();
    test::write(machine.beside("models.json5"), "{ providers: {x: {}} }\n");
    REQUIRE_FALSE(configuration.apply(plan));
    CHECK(machine.config_bytes() == "{ models: { $include: './models.json5' } }\n");
    CHECK(test::slurp(machine.beside("models.json5")) == "{ providers: {x: {}} }\n");
    CHECK(machine.open().ours().empty());
}

TEST_CASE("a block in two files is refused with its place")
{
    const Machine machine;
    machine.write_config("{models: {providers: {$include: './p.json5', nvidia: {api: 'x'}}}}");
    test::write(machine.beside("p.json5"), "{nvidia: {auth: 'oauth'}}");
    const auto done = machine.open().apply(machine.plan(machine.wish({"nvidia"})));
    REQUIRE_FALSE(done);
    CHECK_THAT(base::to_line(done.error()), ContainsSubstring("two files"));
}

TEST_CASE("agents with their own list of models are told")
{
    const Machine machine;
    machine.write_config(R"({agents: {entries: {work: {modelPolicy: {allow: ["a/b"]}}, home: {}}}})");
    CHECK(mentions(machine.open().notes(), "\"work\""));
    CHECK_FALSE(mentions(machine.open().notes(), "\"home\""));
}
