// SPDX-License-Identifier: Apache-2.0
#include "stack/bundle.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
using stack::part_of_lock;

TEST_CASE("part of a lock is the entries of those names with their hashes, and no others")
{
    const std::string lock = "# made by uv\npip==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n"
                             "pip-tools==2 \\\n    --hash=sha256:cc\nsetuptools==3 \\\n    --hash=sha256:dd\n"
                             "zstd==4 \\\n    --hash=sha256:ee\n";
    CHECK(part_of_lock(lock, {"pip"}) == "pip==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n");
    CHECK(part_of_lock(lock, {"setuptools", "pip-tools"}) ==
          "pip-tools==2 \\\n    --hash=sha256:cc\nsetuptools==3 \\\n    --hash=sha256:dd\n");
    CHECK(part_of_lock(lock, {"other"}).empty());
    CHECK(part_of_lock(lock, {}).empty());
}

TEST_CASE("what no bundle is, is refused, and what was unpacked of one before goes")
{
    const test::SmallWorkspace workspace;
    const auto file = workspace.folder / "bundle.tar";
    test::write(file, "rubbish");
    const auto opened = stack::open_bundle(workspace.runner, file);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == base::Failure::config);
    CHECK(opened.error().where == file.string());
    stack::close_bundle(workspace.home);
    CHECK(test::names_in(workspace.home.cache()).empty());
}
