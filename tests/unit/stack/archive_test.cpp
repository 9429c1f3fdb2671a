// SPDX-License-Identifier: Apache-2.0
#include "stack/archive.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
using stack::Compression;
using test::SmallWorkspace;

namespace {

/// A workspace with a folder "in" that has two files, and an empty folder "out".
struct Packed : SmallWorkspace {
    std::filesystem::path in = folder / "in";
    std::filesystem::path out = folder / "out";
    std::filesystem::path file = folder / "all.tar";

    Packed()
    {
        std::filesystem::create_directories(in / "below");
        std::filesystem::create_directories(out);
        test::write(in / "a.txt", "a\n");
        test::write(in / "below" / "b c.txt", "b\n", 0755);
    }

    void shell(const std::string& script) const
    {
        REQUIRE(system::run({.words = {"/bin/sh", "-c", script}, .environment = environment, .folder = in}, {})
                    .succeeded());
    }

    /// Why the file is not unpacked.
    [[nodiscard]] std::string refusal(Compression compression) const
    {
        const auto unpacked = stack::unpack(runner, file, out, compression);
        REQUIRE_FALSE(unpacked);
        CHECK(unpacked.error().kind == base::Failure::config);
        CHECK(unpacked.error().where == file.string());
        CHECK(test::names_in(out).empty());
        return unpacked.error().why;
    }

    /// What is wrong with the folder by its manifest.
    [[nodiscard]] std::string mistake() const
    {
        const auto checked = stack::check_manifest(in, file);
        if (checked) return "";
        CHECK(checked.error().kind == base::Failure::config);
        CHECK(checked.error().where == file.string());
        return checked.error().why;
    }
};

} // namespace

TEST_CASE("a folder that was packed comes out as it was")
{
    const Packed packed;
    const auto compression = GENERATE(Compression::none, Compression::gzip);
    REQUIRE(stack::pack(packed.runner, packed.in, packed.file, compression));
    CHECK(test::mode_of(packed.file) == 0600);
    CHECK(test::names_in(packed.folder.path()) == std::vector<std::string>{"all.tar", "in", "out"});
    REQUIRE(stack::unpack(packed.runner, packed.file, packed.out, compression));
    CHECK(test::slurp(packed.out / "a.txt") == "a\n");
    CHECK(test::slurp(packed.out / "below" / "b c.txt") == "b\n");
    CHECK((test::mode_of(packed.out / "below" / "b c.txt") & 0100U) == 0100U);
}

TEST_CASE("a file that cannot be packed leaves what was in its place, and nothing beside it")
{
    const Packed packed;
    test::write(packed.file, "the old one");
    CHECK_FALSE(stack::pack(packed.runner, packed.folder / "missing", packed.file, Compression::gzip));
    CHECK(test::slurp(packed.file) == "the old one");
    CHECK(test::names_in(packed.folder.path()) == std::vector<std::string>{"all.tar", "in", "out"});
}

TEST_CASE("an archive with links is refused before anything is unpacked")
{
    const Packed packed;
    packed.shell(GENERATE(as<std::string>{}, "ln -s /etc/passwd link", "ln a.txt hard", "mkfifo pipe"));
    REQUIRE(stack::pack(packed.runner, packed.in, packed.file, Compression::none));
    CHECK(packed.refusal(Compression::none) == "it holds more than plain files");
}

TEST_CASE("an archive that would write outside its folder is refused")
{
    const Packed packed;
    packed.shell("echo x >../outside; tar -cPf ../all.tar ../outside; rm ../outside");
    CHECK(packed.refusal(Compression::none) == "it holds more than plain files");
    CHECK_FALSE(std::filesystem::exists(packed.folder / "outside"));
}

TEST_CASE("what is no archive, or half of one, is refused")
{
    const Packed packed;
    const std::string why = "it is no whole tar file";
    const auto compression = GENERATE(Compression::none, Compression::gzip);
    test::write(packed.file, "rubbish\n");
    CHECK(packed.refusal(compression) == why);
    packed.shell("head -c 100000 /dev/urandom >noise");
    REQUIRE(stack::pack(packed.runner, packed.in, packed.file, compression));
    const auto whole = test::slurp(packed.file);
    test::write(packed.file, whole.substr(0, whole.size() / 2));
    CHECK(packed.refusal(compression) == why);
}

TEST_CASE("a file that is not there is told as that")
{
    const Packed packed;
    CHECK(packed.refusal(Compression::gzip) == "there is no such file");
    CHECK_FALSE(stack::check_archive(packed.runner, packed.in, Compression::gzip)); // a folder
}

TEST_CASE("a manifest is what sha256sum checks")
{
    const Packed packed;
    REQUIRE(stack::write_manifest(packed.in));
    packed.shell("sha256sum --strict --status -c manifest.sha256");
    CHECK(packed.mistake().empty());
}

TEST_CASE("a file that a manifest does not fit is named")
{
    const Packed packed;
    REQUIRE(stack::write_manifest(packed.in));
    SECTION("changed")
    {
        test::write(packed.in / "a.txt", "b\n");
        CHECK(packed.mistake() == "a.txt is not what its manifest says");
    }
    SECTION("missing")
    {
        std::filesystem::remove(packed.in / "below" / "b c.txt");
        CHECK(packed.mistake() == "it lacks below/b c.txt");
    }
    SECTION("not listed")
    {
        test::write(packed.in / "below" / "more", "");
        CHECK(packed.mistake() == "below/more is not in its manifest");
    }
    SECTION("no manifest")
    {
        std::filesystem::remove(packed.in / "manifest.sha256");
        CHECK(packed.mistake() == "it has no manifest.sha256");
    }
    SECTION("an empty manifest")
    {
        test::write(packed.in / "manifest.sha256", "");
        CHECK(packed.mistake() == "a.txt is not in its manifest");
    }
}

TEST_CASE("a workbench goes with all that is in it, once, wherever it was moved")
{
    const SmallWorkspace workspace;
    std::filesystem::path place;
    {
        auto made = stack::Workbench::make(workspace.folder / "above");
        REQUIRE(made);
        place = made->folder();
        CHECK(test::mode_of(place) == 0700);
        const stack::Workbench moved = *std::move(made);
        test::write(moved.folder() / "file", "x");
        CHECK(std::filesystem::exists(place));
    }
    CHECK_FALSE(std::filesystem::exists(place));
    CHECK(test::names_in(workspace.folder / "above").empty());
}
