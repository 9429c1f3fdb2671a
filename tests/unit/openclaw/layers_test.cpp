// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/layers.hpp"
#include "openclaw/machine.hpp"
#include "openclaw/settings.hpp"

using namespace aiws;
using namespace aiws::openclaw;
using test::Machine;

namespace {

base::Result<Layers> load(const Machine& machine)
{
    return Layers::load(locate(machine.environment, "").value());
}

std::string file_of(const Layers& layers, const Spot& spot)
{
    return layers.layer(spot.layer).path.filename();
}

std::string error_of(const Machine& machine)
{
    const auto layers = load(machine);
    REQUIRE_FALSE(layers);
    CHECK(layers.error().kind == base::Failure::config);
    return base::to_line(layers.error());
}

} // namespace

TEST_CASE("included files are merged as OpenClaw merges them")
{
    const Machine machine;
    machine.write_config(R"({$include: ["./a.json5", "./b.json5"], agents: {defaults: {model: "own/own"}}})");
    test::write(machine.beside("a.json5"), R"({models: {mode: "merge", providers: {a: {api: "1"}}},
        agents: {defaults: {model: "a/a", modelPolicy: {allow: ["x"]}}}})");
    test::write(machine.beside("b.json5"), R"({models: {mode: "replace", providers: {b: {}}},
        agents: {defaults: {modelPolicy: {allow: ["y"]}}}})");
    const auto layers = load(machine);
    REQUIRE(layers);
    CHECK(layers->at(path_of("models.mode")) == json::Ordered("replace"));
    CHECK(layers->at(path_of("agents.defaults.model")) == json::Ordered("own/own"));
    CHECK(layers->at(path_of("agents.defaults.modelPolicy.allow")) == json::Ordered({"x", "y"}));
    CHECK(layers->at(path_of("models.providers.a.api")) == json::Ordered("1"));
    CHECK_FALSE(layers->at(path_of("models.providers.c")));
}

TEST_CASE("a value is edited in the file that holds it, or the most of what is above it")
{
    const Machine machine;
    machine.write_config(R"({gateway: {}, models: {$include: "./models.json5"}})");
    test::write(machine.beside("models.json5"), R"({providers: {$include: "./more/providers.json5", own: {}}})");
    std::filesystem::create_directory(machine.beside("more"));
    test::write(machine.beside("more/providers.json5"), "{nvidia: {}}");
    const auto layers = load(machine);
    REQUIRE(layers);
    const Spot nvidia = layers->find(provider_path("nvidia"));
    CHECK(file_of(*layers, nvidia) == "providers.json5");
    CHECK(nvidia.path == json::Path{"nvidia"});
    CHECK(nvidia.missing == 0);
    const Spot own = layers->find(provider_path("own"));
    CHECK(file_of(*layers, own) == "models.json5");
    CHECK(file_of(*layers, layers->find(path_of("models.mode"))) == "models.json5");
    const Spot mode = layers->find(path_of("gateway.mode"));
    CHECK(file_of(*layers, mode) == "openclaw.json");
    CHECK(mode.missing == 1);
    CHECK(layers->find(path_of("secrets.providers.aiws")).missing == 3);
}

TEST_CASE("a value that two files hold is told")
{
    const Machine machine;
    machine.write_config(R"({models: {providers: {$include: "./p.json5", nvidia: {api: "x"}}}})");
    test::write(machine.beside("p.json5"), "{nvidia: {auth: 'y'}}");
    const auto layers = load(machine);
    REQUIRE(layers);
    CHECK(layers->find(provider_path("nvidia")).shared);
}

TEST_CASE("includes that OpenClaw would refuse are refused with their place")
{
    const Machine machine;
    machine.write_config("{\n  models: {$include: \"/etc/passwd\"},\n}");
    CHECK_THAT(error_of(machine), ContainsSubstring("own folder only") && ContainsSubstring("2"));
    machine.write_config(R"({models: {$include: "./none.json5"}})");
    CHECK_THAT(error_of(machine), ContainsSubstring("does not exist"));
    machine.write_config(R"({models: {$include: "./a.json5"}})");
    test::write(machine.beside("a.json5"), R"({$include: "./a.json5"})");
    CHECK_THAT(error_of(machine), ContainsSubstring("includes itself"));
    test::write(machine.beside("a.json5"), "{broken");
    CHECK_THAT(error_of(machine), ContainsSubstring("a.json5"));
    machine.write_config("{models: {$include: 3}}");
    CHECK_THAT(error_of(machine), ContainsSubstring("$include takes"));
}

TEST_CASE("includes in parts that aiws has nothing to do with are not read")
{
    const Machine machine;
    machine.write_config(R"({channels: {$include: "./none.json5"}})");
    CHECK(load(machine));
}

TEST_CASE("files elsewhere are included where OpenClaw allows it")
{
    Machine machine;
    machine.write_config(R"({models: {$include: ")" + (machine.home() / "shared/m.json5").string() + R"("}})");
    std::filesystem::create_directory(machine.home() / "shared");
    test::write(machine.home() / "shared/m.json5", "{mode: 'merge'}");
    CHECK_THAT(error_of(machine), ContainsSubstring("own folder only"));
    machine.environment.set("OPENCLAW_INCLUDE_ROOTS", "~/shared");
    CHECK(load(machine));
}

TEST_CASE("what is no configuration is told with its place")
{
    const Machine machine;
    machine.write_config("[]");
    CHECK_THAT(error_of(machine), ContainsSubstring("is an object"));
    machine.write_config("{a: }");
    CHECK_THAT(error_of(machine), ContainsSubstring("openclaw.json"));
    machine.write_config("");
    CHECK_THAT(error_of(machine), ContainsSubstring("openclaw.json"));
    std::filesystem::remove(machine.config());
    std::filesystem::create_directory(machine.config());
    CHECK_THAT(error_of(machine), ContainsSubstring("openclaw.json"));
}

TEST_CASE("a link that leads nowhere is not a missing file")
{
    const Machine machine;
    machine.write_config("{}");
    std::filesystem::remove(machine.config());
    std::filesystem::create_symlink("gone.json", machine.config());
    CHECK_THAT(error_of(machine), ContainsSubstring("leads nowhere"));
}
