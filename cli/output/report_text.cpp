// SPDX-License-Identifier: Apache-2.0
#include "cli/output/report_text.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/error_json.hpp"
#include "cli/output/table.hpp"

#include <utility>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::ProbeResult;
using workspace::Step;
using workspace::Verdict;

Cell done_cell(const Step& step, const base::Error* error)
{
    if (error != nullptr) return {"failed", Style::bad};
    switch (step.action) {
    case Action::keep:
        return {"unchanged", Style::dim};
    case Action::create:
        return {"created", Style::good};
    case Action::update:
        return {"updated", Style::good};
    case Action::replace:
        return {"replaced", Style::good};
    case Action::remove:
        return {"removed", Style::good};
    case Action::conflict:
        return {"conflict", Style::bad};
    }
    return {};
}

std::string words(Verdict verdict)
{
    std::string text(workspace::to_string(verdict));
    for (char& c : text)
        if (c == '-') c = ' ';
    return text;
}

Cell answer_cell(const ProbeResult* probe)
{
    if (probe == nullptr) return {"-", Style::dim};
    const bool good = probe->verdict == Verdict::answers;
    return {words(probe->verdict), good ? Style::good : Style::bad};
}

Cell time_cell(const ProbeResult* probe)
{
    const bool answered = probe != nullptr && probe->verdict == Verdict::answers;
    return {answered ? base::human(probe->latency) : "", Style::dim};
}

constexpr std::size_t k_line_length = 600;
constexpr std::size_t k_names_in_full = 3; // a line names at most so many aliases, then it counts them

/// Lines that say the same of several aliases, in the order in which they came up.
class Problems {
  public:
    void add(const std::string& channel, const std::string& name, const std::string& what)
    {
        for (auto& line : m_lines)
            if (line.channel == channel && line.what == what) return line.names.push_back(name);
        m_lines.push_back({.channel = channel, .what = base::one_line(what, k_line_length), .names = {name}});
    }

    [[nodiscard]] std::string text() const
    {
        std::string out;
        for (const auto& line : m_lines) {
            const bool many = line.names.size() > k_names_in_full;
            out += many ? line.channel + " (" + base::counted(line.names.size(), "model") + ")"
                        : base::join(line.names, ", ");
            out += ": " + line.what + "\n";
        }
        return out;
    }

  private:
    struct Line {
        std::string channel;
        std::string what;
        std::vector<std::string> names;
    };
    std::vector<Line> m_lines;
};

std::string problem(const ProbeResult& probe)
{
    std::string text = words(probe.verdict);
    if (!probe.detail.empty()) text += ": " + probe.detail;
    if (!probe.fix.empty()) text += "; " + probe.fix;
    return text;
}

void add_problems(const std::vector<ProbeResult>& probes, Problems& problems)
{
    for (const auto& probe : probes)
        if (probe.verdict != Verdict::answers) problems.add(probe.channel, probe.alias, problem(probe));
}

} // namespace

std::string report_table(const workspace::Report& report, const Terminal& terminal)
{
    Table table({{"alias"}, {"gateway"}, {"answer"}, {"time", Align::right}});
    for (const auto& step : report.plan().steps) {
        if (step.subject().kind != workspace::Kind::deployment) continue;
        const auto* probe = report.probe(step.subject().name);
        table.add({{step.subject().name}, done_cell(step, report.error(step)), answer_cell(probe), time_cell(probe)});
    }
    return table.render(terminal);
}

std::string report_problems(const workspace::Report& report)
{
    Problems problems;
    for (const auto& step : report.plan().steps) {
        const auto& subject = step.subject();
        if (const auto* error = report.error(step))
            problems.add(subject.channel, subject.name, base::to_line(*error));
        else if (step.action == Action::conflict)
            problems.add(subject.channel, subject.name, "not registered: " + step.reason);
    }
    add_problems(report.probes(), problems);
    return problems.text();
}

std::string probe_table(const std::vector<ProbeResult>& probes, const Terminal& terminal)
{
    Table table({{"alias"}, {"answer"}, {"time", Align::right}});
    for (const auto& probe : probes) table.add({{probe.alias}, answer_cell(&probe), time_cell(&probe)});
    return table.render(terminal);
}

std::string probe_problems(const std::vector<ProbeResult>& probes)
{
    Problems problems;
    add_problems(probes, problems);
    return problems.text();
}

json::Ordered failures_json(const workspace::Report& report)
{
    json::Ordered failures = json::Ordered::array();
    for (const auto& step : report.plan().steps) {
        const auto* error = report.error(step);
        if (error == nullptr) continue;
        json::Ordered failure{{"kind", workspace::to_string(step.subject().kind)},
                              {"name", step.subject().name},
                              {"action", workspace::to_string(step.action)}};
        failure["error"] = error_json(*error, exit_code(error->kind))["error"];
        failures.push_back(std::move(failure));
    }
    return failures;
}

} // namespace aiws::cli
