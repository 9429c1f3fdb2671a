// SPDX-License-Identifier: Apache-2.0
#include "stack/requirements.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"
#include "stack/templates.hpp"

using namespace aiws;
using stack::find_requirements;
using test::SmallWorkspace;

namespace {

/// What find_requirements() says of a lock with this text.
base::Result<std::string> found(SmallWorkspace& workspace, const std::string& text)
{
    const auto file = workspace.folder / "my.lock";
    test::write(file, text);
    workspace.environment.set("AIWS_REQUIREMENTS", file.string());
    return find_requirements(workspace.environment);
}

} // namespace

TEST_CASE("the built-in lock is taken where no other is named, and it is a good one")
{
    SmallWorkspace workspace;
    const auto built_in = find_requirements(workspace.environment);
    REQUIRE(built_in);
    CHECK(*built_in == stack::requirements_lock());
    CHECK(found(workspace, *built_in));
}

TEST_CASE("a lock of one's own is taken as it is")
{
    SmallWorkspace workspace;
    const std::string text = GENERATE(
        as<std::string>{}, "litellm==1.90.0 --hash=sha256:aa\n",
        "# a remark\n--index-url https://pip.example/simple\n\nlitellm[proxy]==1.90.0 \\\n    --hash=sha256:aa \\\n"
        "    --hash=sha256:bb\n    # via -r in\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:cc\n",
        "litellm==1.82.70 --hash=sha256:aa\nnot-litellm==1.82.7 --hash=sha256:bb\n");
    const auto read = found(workspace, text);
    REQUIRE(read);
    CHECK(*read == text);
}

TEST_CASE("a LiteLLM that an attacker published is refused however it is written")
{
    SmallWorkspace workspace;
    const std::string line =
        GENERATE(as<std::string>{}, "litellm==1.82.7", "litellm==1.82.8", "litellm[proxy]==1.82.7", "LiteLLM==1.82.8",
                 "litellm == 1.82.7", "litellm===1.82.7", "litellm==1.82.8;python_version>'3'");
    const auto read = found(workspace, "a==1 --hash=sha256:aa\n" + line + " \\\n    --hash=sha256:bb\n");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == base::Failure::config);
    CHECK(read.error().where == (workspace.folder / "my.lock").string());
    CHECK_THAT(read.error().why, ContainsSubstring("was published by an attacker (MAL-2026-2144)"));
}

TEST_CASE("a requirement without a hash is named")
{
    SmallWorkspace workspace;
    const auto read = found(workspace, "a==1 --hash=sha256:aa\nb==2\nc==3 \\\n    --hash=sha256:bb\n");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == base::Failure::config);
    CHECK(read.error().why == "b has no hash");
}

TEST_CASE("a lock that names nothing is none")
{
    SmallWorkspace workspace;
    const std::string text = GENERATE(as<std::string>{}, "", "# nothing\n", "    --hash=sha256:aa\n");
    const auto read = found(workspace, text);
    REQUIRE_FALSE(read);
    CHECK(read.error().why == "it names no package");
}

TEST_CASE("a lock that is not there is named")
{
    SmallWorkspace workspace;
    workspace.environment.set("AIWS_REQUIREMENTS", "/nonexistent/my.lock");
    const auto read = find_requirements(workspace.environment);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == base::Failure::config);
    CHECK(read.error().where == "/nonexistent/my.lock");
    CHECK(read.error().why == "the file does not exist");
}
