// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.hpp"
#include "catch.hpp"
#include "system/temporary_folder.hpp"

using namespace aiws::catalog;
using aiws::test::TemporaryFolder;

TEST_CASE("later catalogue files are laid over earlier ones")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "first.json", R"({"channels": {"nvidia": {"title": "First", "max_parallel": 2}}})");
    aiws::test::write(folder / "second.json5", "{channels: {nvidia: {title: 'Second'}}} // JSON5");
    const auto catalog = load({folder / "first.json", folder / "second.json5"});
    REQUIRE(catalog);
    CHECK(catalog->find("nvidia")->title == "Second");
    CHECK(catalog->find("nvidia")->max_parallel == 2);
}

TEST_CASE("a catalogue file that is asked for must be there and be a file")
{
    const TemporaryFolder folder;
    const auto catalog = load({folder / "none.json"});
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().kind == aiws::base::Failure::config);
    CHECK(to_line(catalog.error()) ==
          "there is no catalogue file (" + (folder / "none.json").string() + "); check the path, or leave it out");
    CHECK_FALSE(load({folder.path()}));
}

TEST_CASE("a mistake in a catalogue file is told with the file's path")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "mine.json", R"({"channels": 1})");
    const auto catalog = load({folder / "mine.json"});
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().where == (folder / "mine.json").string() + ":1:14");
}
