// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table.hpp"

#include "catch.hpp"

using namespace aiws::cli;

namespace {

constexpr Terminal k_file{};

Table models()
{
    Table table({{.title = "Alias"}, {.title = "Context", .align = Align::right}, {.title = "State"}});
    table.add({{"nvidia/glm-5.2"}, {"131072"}, {"answers", Style::good}});
    table.add({{"ollama/é漢"}, {"8"}, {"key refused", Style::bad}});
    return table;
}

} // namespace

TEST_CASE("columns are aligned under upper-case titles, two spaces apart")
{
    CHECK(models().render(k_file) == "ALIAS           CONTEXT  STATE\n"
                                     "nvidia/glm-5.2   131072  answers\n"
                                     "ollama/é漢            8  key refused\n");
}

TEST_CASE("no line of a table ends in a space")
{
    Table table({{.title = "a"}, {.title = "b"}, {.title = "c"}});
    table.add({{"long text"}, {""}, {""}});
    table.add({{"x"}});
    table.add({{""}, {""}, {"z"}});
    CHECK(table.render(k_file) == "A          B  C\n"
                                  "long text\n"
                                  "x\n"
                                  "              z\n");
}

TEST_CASE("a table shows its titles also without rows")
{
    const Table table({{.title = "alias"}, {.title = "state"}});
    CHECK(table.empty());
    CHECK(table.render(k_file) == "ALIAS  STATE\n");
}

TEST_CASE("colours stand around the text and leave the columns where they are")
{
    const Terminal terminal{.colour = true, .is_tty = true, .columns = 80};
    CHECK(models().render(terminal) == "\x1b[2mALIAS\x1b[0m           \x1b[2mCONTEXT\x1b[0m  \x1b[2mSTATE\x1b[0m\n"
                                       "nvidia/glm-5.2   131072  \x1b[32manswers\x1b[0m\n"
                                       "ollama/é漢            8  \x1b[31mkey refused\x1b[0m\n");
}

TEST_CASE("the last column is cut to a terminal's width and never for a file")
{
    Table table({{.title = "alias"}, {.title = "reason"}});
    table.add({{"nvidia/x"}, {"the provider refuses its key"}});
    CHECK(table.render({.is_tty = true, .columns = 22}) == "ALIAS     REASON\n"
                                                           "nvidia/x  the provide…\n");
    CHECK_THAT(table.render({.is_tty = false, .columns = 22}), ContainsSubstring("refuses its key\n"));
}

TEST_CASE("a terminal too narrow for the table wraps it rather than hiding it")
{
    Table table({{.title = "alias"}, {.title = "reason"}});
    table.add({{"nvidia/x"}, {"the provider refuses its key"}});
    CHECK_THAT(table.render({.is_tty = true, .columns = 12}), ContainsSubstring("refuses its key\n"));
}

TEST_CASE("a cell cannot bring its own line ends or escape sequences")
{
    Table table({{.title = "reason"}});
    table.add({{"one\ntwo\x1b[31m"}});
    CHECK(table.render(k_file) == "REASON\none two [31m\n");
}
