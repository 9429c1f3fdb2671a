// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/machine.hpp"

#include <unistd.h>

using namespace aiws;
using test::has;
using test::Machine;
using test::named;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_by_hand = R"(// my claw
{
  meta: { lastTouchedVersion: "2026.9.6", },   // stamped
  'gateway': { mode: 'local', port: 0x4650 },
  channels: { telegram: { botToken: "tg-test-token-1" } },  /* keep me */
  agents: {
    defaults: {
      model: { primary: "openai/gpt", fallbacks: [] },
    },
  },
}
)";

workspace::Action action(const workspace::Plan& plan, std::string_view name)
{
    for (const auto& step : plan.steps)
        if (step.subject().name == name) return step.action;
    FAIL("no step for " << name);
    return {};
}

std::vector<std::string> names_beside(const Machine& machine)
{
    return test::names_in(machine.config().parent_path());
}

} // namespace

TEST_CASE("registering leaves every foreign byte in its place")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    machine.register_channels({"deepseek", "nvidia"});
    const auto bytes = machine.config_bytes();
    for (const char* part : {"// my claw\n", "meta: { lastTouchedVersion: \"2026.9.6\", },   // stamped\n",
                             "'gateway': { mode: 'local', port: 0x4650 },\n", "/* keep me */",
                             "model: { primary: \"openai/gpt\", fallbacks: [] },"})
        CHECK_THAT(bytes, ContainsSubstring(part));
    CHECK_THAT(bytes, ContainsSubstring("nvidia/glm-5.2"));
    CHECK(test::mode_of(machine.config()) == 0640);
}

TEST_CASE("registering a second time does nothing")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    machine.register_channels({"deepseek", "nvidia", "ollama"});
    const auto plan = machine.plan(machine.wish({"deepseek", "nvidia", "ollama"}));
    CHECK_FALSE(plan.has_changes());
    auto configuration = machine.open();
    const auto written = fs::last_write_time(machine.config());
    REQUIRE(configuration.apply(plan));
    CHECK(fs::last_write_time(machine.config()) == written);
    CHECK(configuration.backup().empty());
}

TEST_CASE("unregistering gives the file back byte for byte")
{
    for (const std::string_view original :
         {k_by_hand, std::string_view("{}"), std::string_view("\xEF\xBB\xBF{\r\n\t\"gateway\": {}\r\n}\r\n"),
          std::string_view("{ models: { providers: { } } /* mine */ }"),
          std::string_view(
              "{\"agents\":{\"defaults\":"
              "{\"modelPolicy\":{\"allow\":[\"a/b\"]},\"model\":\"a/b\"}},\"models\":{\"providers\":{\"x\":{}}}}")}) {
        const Machine machine;
        machine.write_config(original);
        machine.register_channels({"nvidia"});
        CHECK(machine.config_bytes() != original);
        machine.register_channels({"nvidia", "deepseek", "ollama"});
        machine.unregister();
        CHECK(machine.config_bytes() == original);
        CHECK(machine.open().ours().empty());
        CHECK(test::names_in(machine.home() / ".local/state/aiws/openclaw").empty());
    }
}

TEST_CASE("what others wrote in between stays when aiws takes its part back")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    machine.register_channels({"deepseek", "nvidia"});
    auto bytes = machine.config_bytes();
    bytes.replace(bytes.find("port: 0x4650"), 12, "port: 18789");
    test::write(machine.config(), bytes);
    machine.unregister();
    std::string expected(k_by_hand);
    expected.replace(expected.find("port: 0x4650"), 12, "port: 18789");
    CHECK(machine.config_bytes() == expected);
}

TEST_CASE("a channel can go while the others stay")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"deepseek", "nvidia"});
    const auto ours = machine.open().ours({"deepseek"});
    CHECK(ours.size() == 3);
    CHECK(has(ours, "deepseek"));
    CHECK(has(ours, "agents.defaults.model.primary"));
    CHECK(has(ours, "plugins.entries.deepseek"));
    machine.unregister({"deepseek"});
    const auto actual = machine.open().actual();
    CHECK_FALSE(has(actual, "deepseek"));
    CHECK(has(actual, "nvidia"));
    CHECK(has(actual, "secrets.providers.aiws"));
    CHECK(has(machine.open().ours({"nvidia"}), "secrets.providers.aiws"));
    machine.unregister({"nvidia"});
    CHECK(machine.config_bytes() == "{}");
}

TEST_CASE("the file that aiws made is private, small, and goes again")
{
    const Machine machine;
    machine.register_channels({"nvidia"});
    CHECK(test::mode_of(machine.config()) == 0600);
    CHECK(test::mode_of(machine.config().parent_path()) == 0700);
    CHECK(named(machine.open().actual(), "gateway.mode").fields.at("value") == "local");
    CHECK(names_beside(machine) == std::vector<std::string>{"openclaw.json"});
    machine.register_channels({"nvidia", "ollama"});
    machine.unregister();
    CHECK_FALSE(fs::exists(machine.config().parent_path()));
}

TEST_CASE("a file that aiws made stays when somebody has put something into it")
{
    const Machine machine;
    machine.register_channels({"nvidia"});
    auto bytes = machine.config_bytes();
    bytes.insert(bytes.find('{') + 1, "\n  channels: {},");
    test::write(machine.config(), bytes);
    machine.unregister();
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("channels: {}"));
    CHECK_THAT(machine.config_bytes(), !ContainsSubstring("models"));
    // OpenClaw's gateway would not start with a file of somebody's without it
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("gateway"));
    CHECK(test::names_in(machine.home() / ".local/state/aiws/openclaw").empty()); // and it is not ours any more
}

TEST_CASE("one private backup holds the file as it was")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(machine.wish({"nvidia"}))));
    CHECK(configuration.backup() == machine.beside("openclaw.json.before-aiws"));
    CHECK(test::slurp(configuration.backup()) == k_by_hand);
    CHECK(test::mode_of(configuration.backup()) == 0600);
    CHECK(names_beside(machine) == std::vector<std::string>{"openclaw.json", "openclaw.json.before-aiws"});
}

TEST_CASE("the receipt is private")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    machine.register_channels({"nvidia"});
    const auto folder = machine.home() / ".local/state/aiws/openclaw";
    const auto names = test::names_in(folder);
    REQUIRE(names.size() == 1);
    CHECK(test::mode_of(folder / names[0]) == 0600);
}

TEST_CASE("what changed underfoot is not overwritten")
{
    const Machine machine;
    machine.write_config("{}");
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    auto configuration = machine.open();
    machine.write_config("{channels: {}}");
    const auto done = configuration.apply(plan);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == base::Failure::failed);
    CHECK(machine.config_bytes() == "{channels: {}}");
    CHECK(names_beside(machine) == std::vector<std::string>{"openclaw.json"});
    CHECK(machine.open().ours().empty());
}

TEST_CASE("a link to the configuration stays a link")
{
    const Machine machine;
    machine.write_config("{}");
    fs::rename(machine.config(), machine.home() / "real.json");
    fs::create_symlink(machine.home() / "real.json", machine.config());
    machine.register_channels({"nvidia"});
    CHECK(fs::is_symlink(machine.config()));
    CHECK_THAT(test::slurp(machine.home() / "real.json"), ContainsSubstring("nvidia/glm-5.2"));
    machine.unregister();
    CHECK(test::slurp(machine.home() / "real.json") == "{}");
}

TEST_CASE("a file or folder that may not be written is left with nothing beside it")
{
    if (geteuid() == 0) return; // root may write everywhere
    const Machine machine;
    machine.write_config("{}");
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    for (const auto& locked : {machine.config(), machine.config().parent_path()}) {
        fs::permissions(locked, fs::perms::owner_write, fs::perm_options::remove);
        auto configuration = machine.open();
        const auto done = configuration.apply(plan);
        fs::permissions(locked, fs::perms::owner_write, fs::perm_options::add);
        REQUIRE_FALSE(done);
        CHECK(done.error().kind == base::Failure::config);
        CHECK(names_beside(machine) == std::vector<std::string>{"openclaw.json"});
        CHECK(machine.config_bytes() == "{}");
    }
}

TEST_CASE("a plan can be seen without being carried out")
{
    const Machine machine;
    machine.write_config(k_by_hand);
    const auto changes = machine.open().preview(machine.plan(machine.wish({"nvidia"})));
    REQUIRE(changes);
    REQUIRE(changes->size() == 1);
    CHECK(changes->front().before == std::string(k_by_hand));
    CHECK_THAT(*changes->front().after, ContainsSubstring("nvidia/glm-5.2"));
    CHECK(machine.config_bytes() == k_by_hand);
    CHECK(names_beside(machine) == std::vector<std::string>{"openclaw.json"});
}

TEST_CASE("a damaged receipt is an error that quotes none of it")
{
    const Machine machine;
    machine.write_config("{}");
    machine.register_channels({"nvidia"});
    const auto folder = machine.home() / ".local/state/aiws/openclaw";
    test::write(folder / test::names_in(folder).front(), "{\"version\": 1, nv-test-word");
    const auto opened =
        openclaw::Configuration::open(openclaw::locate(machine.environment, "").value(), machine.environment);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == base::Failure::config);
    CHECK_THAT(base::to_line(opened.error()), !ContainsSubstring("nv-test-word"));
}

TEST_CASE("the plan names a model list's new members by channel")
{
    const Machine machine;
    machine.write_config(R"({agents: {defaults: {modelPolicy: {allow: ["a/b"]}}}})");
    const auto plan = machine.plan(machine.wish({"nvidia"}));
    CHECK(action(plan, "agents.defaults.modelPolicy.allow[nvidia]") == workspace::Action::create);
    machine.register_channels({"nvidia"});
    CHECK_FALSE(machine.plan(machine.wish({"nvidia"})).has_changes());
    machine.register_channels({"nvidia", "ollama"});
    machine.unregister({"nvidia"});
    const auto allowed = named(machine.open().actual(), "agents.defaults.modelPolicy.allow").fields.at("value");
    CHECK(allowed.size() == 7);
    CHECK(allowed[0] == "a/b");
    CHECK(allowed[1] == "ollama/deepseek-v4-flash");
}
