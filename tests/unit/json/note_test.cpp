// SPDX-License-Identifier: Apache-2.0
#include "json/note.hpp"

#include "catch.hpp"
#include "system/temporary_folder.hpp"

using namespace aiws::json;
using aiws::test::TemporaryFolder;

TEST_CASE("a note is read as it was written, and only its owner may read it")
{
    const TemporaryFolder folder;
    const auto file = folder / "state/note.json";
    CHECK(read_note(file) == Value::object());
    REQUIRE(write_note(file, {{"a", 1}}));
    CHECK(read_note(file) == Value{{"a", 1}});
    CHECK(aiws::test::mode_of(file) == 0600);
}

TEST_CASE("a damaged note is an empty one")
{
    const TemporaryFolder folder;
    for (const char* bytes : {"", "{ damaged", "[1]", "null"}) {
        aiws::test::write(folder / "note.json", bytes);
        CHECK(read_note(folder / "note.json") == Value::object());
    }
}
