// SPDX-License-Identifier: Apache-2.0
#include "openclaw/replies.hpp"

#include "base/text.hpp"
#include "json/codec.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <ranges>
#include <utility>

namespace aiws::openclaw {
namespace {

using system::Completed;
using system::End;

/// The line that tells why: one that says so by its beginning, else the last with something in it.
std::string telling_line(const Completed& completed)
{
    static constexpr std::array<std::string_view, 4> k_beginnings{
        "[openclaw] Reason: ", "openclaw: ", "Error: ", "error: "};
    for (const auto& raw : base::split(completed.err, '\n'))
        for (const auto beginning : k_beginnings)
            if (const auto line = base::trim(raw); line.starts_with(beginning))
                return base::one_line(line.substr(beginning.size()), 300);
    for (const auto* text : {&completed.err, &completed.out}) {
        const auto lines = base::split(*text, '\n');
        for (const auto& line : lines | std::views::reverse)
            if (const auto words = base::trim(line); !words.empty()) return base::one_line(words, 300);
    }
    return "it said nothing";
}

std::string how_it_ended(const Completed& completed)
{
    switch (completed.end) {
    case End::timed_out:
        return "it took too long and was ended";
    case End::killed:
        return "it was killed by signal " + std::to_string(completed.code);
    case End::not_started:
        return std::strerror(completed.code);
    default:
        return telling_line(completed);
    }
}

base::Error no_answer(const Program& program, const Completed& completed)
{
    if (completed.end == End::interrupted)
        return {.kind = base::Failure::interrupted, .what = "interrupted while " + program.name() + " was at work"};
    return {.what = program.name() + " gave no answer",
            .why = how_it_ended(completed),
            .fix = "try `openclaw --version`; --no-agent-check goes without it"};
}

/// The JSON document that a command prints; remarks may stand before it.
base::Result<json::Value> document(const Program& program, const Completed& completed)
{
    const std::string text = "\n" + completed.out;
    const bool ended = completed.end == End::exited;
    for (auto start = text.find("\n{"); ended && start != std::string::npos; start = text.find("\n{", start + 1))
        if (auto parsed = json::parse_json(text.substr(start)); parsed && parsed->is_object())
            return *std::move(parsed);
    return std::unexpected(no_answer(program, completed));
}

std::string text_at(const json::Value& object, const char* name)
{
    return base::one_line(json::string_at(object, name).value_or(""), 300);
}

/// "nvidia:old" of "nvidia:old=nv...-1".
std::string without_key(const std::string& label)
{
    return base::one_line(std::string_view(label).substr(0, label.find('=')), 80);
}

/// What an answer with an error says; further lines are OpenClaw's advice for its own users.
std::string message_in(const json::Value& answer)
{
    const auto text = json::string_at(json::object_at(answer, "error"), "message").value_or("");
    return base::one_line(std::string_view(text).substr(0, text.find('\n')), 300);
}

/// The error that stands in an answer.
base::Error refusal(const Program& program, const Completed& completed, const json::Value& answer)
{
    auto error = no_answer(program, completed);
    if (auto why = message_in(answer); !why.empty()) error.why = std::move(why);
    return error;
}

/// The list of models in an answer, which may be a refusal instead.
base::Result<json::Value> models(const Program& program, const Completed& completed)
{
    AIWS_TRY(auto answer, document(program, completed));
    if (answer.contains("models")) return std::move(answer["models"]);
    return std::unexpected(refusal(program, completed, answer));
}

} // namespace

std::vector<Issue> folded(const std::vector<Issue>& issues)
{
    std::vector<Issue> different;
    std::map<std::string, std::size_t> seen; // message -> how often
    for (const auto& issue : issues) ++seen[issue.message];
    for (const auto& issue : issues) {
        const auto count = std::exchange(seen[issue.message], 0);
        if (count == 0) continue;
        different.push_back(issue);
        if (count > 1) different.back().message += " (and " + std::to_string(count - 1) + " more like it)";
    }
    return different;
}

bool concern_only(const std::vector<Issue>& issues, const std::vector<std::string>& providers)
{
    const auto is_theirs = [&](const Issue& issue) {
        return std::ranges::any_of(providers, [&](const std::string& provider) {
            const std::string block = "models.providers." + provider;
            return issue.path == block || issue.path.starts_with(block + ".");
        });
    };
    return !issues.empty() && std::ranges::all_of(issues, is_theirs);
}

base::Result<Validation> read_validation(const Program& program, const Completed& completed)
{
    AIWS_TRY(const auto answer, document(program, completed));
    const auto valid = json::bool_at(answer, "valid");
    if (!valid) return std::unexpected(no_answer(program, completed));
    Validation validation{.valid = *valid, .issues = {}};
    for (const auto& issue : json::array_at(answer, *valid ? "warnings" : "issues"))
        validation.issues.push_back({.path = text_at(issue, "path"), .message = text_at(issue, "message")});
    return validation;
}

base::Result<std::set<std::string>> read_listed(const Program& program, const Completed& completed)
{
    AIWS_TRY(const auto rows, models(program, completed));
    std::set<std::string> references;
    for (const auto& model : rows) references.insert(text_at(model, "key"));
    return references;
}

base::Result<std::set<std::string>> read_offered(const Program& program, const Completed& completed)
{
    AIWS_TRY(const auto rows, models(program, completed));
    std::set<std::string> references;
    for (const auto& model : rows) {
        const std::string provider = text_at(model, "provider") + "/";
        const std::string id = text_at(model, "id");
        references.insert(id.starts_with(provider) ? id : provider + id);
    }
    return references;
}

base::Result<> read_turn(const Program& program, const Completed& completed)
{
    const auto answer = document(program, completed);
    if (!answer && answer.error().kind == base::Failure::interrupted) return std::unexpected(answer.error());
    if (answer && json::bool_at(*answer, "ok") == true)
        for (const auto& output : json::array_at(*answer, "outputs"))
            if (!text_at(output, "text").empty()) return {};
    std::string why = how_it_ended(completed);
    if (answer && !message_in(*answer).empty())
        why = message_in(*answer);
    else if (answer && json::bool_at(*answer, "ok") == true)
        why = "the answer was empty";
    return std::unexpected(base::Error{.what = "it does not answer through " + program.name(), .why = std::move(why)});
}

base::Result<> read_done(const Program& program, const Completed& completed)
{
    AIWS_TRY(const auto answer, document(program, completed));
    if (json::bool_at(answer, "ok") == true) return {};
    return std::unexpected(refusal(program, completed, answer));
}

base::Result<std::map<std::string, Credential>> read_credentials(const Program& program, const Completed& completed)
{
    AIWS_TRY(const auto answer, document(program, completed));
    std::map<std::string, Credential> credentials;
    for (const auto& entry : json::array_at(json::object_at(answer, "auth"), "providers")) {
        Credential credential{.kind = text_at(json::object_at(entry, "effective"), "kind"), .profiles = {}};
        for (const auto& label : json::array_at(json::object_at(entry, "profiles"), "labels"))
            if (label.is_string()) credential.profiles.push_back(without_key(label.get<std::string>()));
        credentials.emplace(text_at(entry, "provider"), std::move(credential));
    }
    return credentials;
}

} // namespace aiws::openclaw
