// SPDX-License-Identifier: Apache-2.0
#include "cli/output/agent_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace aiws::cli {
namespace {

std::string gateway(const AgentCheck& check)
{
    return check.name + "'s running gateway (port " + std::to_string(check.port) + ")";
}

std::string good_lines(const AgentCheck& check)
{
    std::vector<std::string> parts{"accepts its configuration"};
    if (check.wanted > 0 && check.unlisted.empty())
        parts.push_back("lists all " + base::counted(check.wanted, "model"));
    std::vector<std::string> answered;
    for (const auto& turn : check.turns)
        if (!turn.error) answered.push_back(turn.reference);
    if (!answered.empty()) parts.push_back("answers with " + base::join(answered, ", "));
    std::string lines = check.name + " " + base::join(parts, "; ") + "\n";
    if (check.uptake == Uptake::taken_up)
        lines += gateway(check) + " offers them already" + (check.token_reloaded ? ", with the new token" : "") + "\n";
    return lines;
}

/// "none of the 16 models", or the first few by name.
std::string some_of(const std::vector<std::string>& references, std::size_t all)
{
    constexpr std::size_t k_named = 4;
    if (references.size() == all) return "any of the " + base::counted(all, "model");
    const std::span<const std::string> first(references.data(), std::min(k_named, references.size()));
    const std::size_t more = references.size() - first.size();
    return base::join(first, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

/// What a valid configuration is warned about in our blocks; the rest is not ours to tell.
std::string warning_lines(const AgentCheck& check)
{
    std::string lines;
    for (const auto& issue : check.validation.issues)
        if (issue.path.starts_with("models.providers."))
            lines += "note: " + check.name + ": " + issue.path + ": " + issue.message + "\n";
    return lines;
}

std::string problem_lines(const AgentCheck& check)
{
    std::string lines;
    if (!check.unlisted.empty())
        lines += check.name + " does not list " + some_of(check.unlisted, check.wanted) +
                 "; look at `openclaw models list` and at its list of allowed models\n";
    for (const auto& turn : check.turns)
        if (turn.error) lines += turn.reference + ": " + base::to_line(*turn.error) + "\n";
    if (check.uptake == Uptake::pending)
        lines += gateway(check) + " has not taken the change up; restart it with `openclaw gateway restart`\n";
    if (check.uptake == Uptake::unknown)
        lines += "note: " + gateway(check) + " could not be asked whether it has taken the change" +
                 (check.token_detail.empty() ? "" : " and the new token") + " up (" + check.uptake_detail +
                 "); with OPENCLAW_GATEWAY_TOKEN set aiws can ask it, else restart it\n";
    else if (!check.token_detail.empty())
        lines += gateway(check) + " may still use the older token (" + check.token_detail +
                 "); run `openclaw secrets reload`\n";
    return lines;
}

/// What can be done about what OpenClaw does not accept.
std::string remedy(const AgentCheck& check)
{
    if (check.put_back && !check.was_invalid)
        return "Nothing of yours was changed; this needs another version of OpenClaw or of aiws.\n";
    if (check.about_ours)
        return "aiws register leaves out what it can do without, and aiws unregister takes out what aiws wrote.\n";
    return std::string(check.put_back ? "It did not accept it before aiws wrote either. " : "") +
           "Mend that, or look at `openclaw doctor`, and run aiws again.\n";
}

std::string issue_lines(const AgentCheck& check, const std::string& file)
{
    std::string lines;
    const bool ours = check.put_back && !check.was_invalid;
    const std::string what = ours ? " did not accept what aiws wrote: " : " does not accept " + file + ": ";
    for (const auto& issue : openclaw::folded(check.validation.issues))
        lines += check.name + what + issue.path + ": " + issue.message + "\n";
    return lines + (check.error ? base::to_line(*check.error) + "\n" : remedy(check));
}

std::string_view word(Uptake uptake)
{
    switch (uptake) {
    case Uptake::not_running:
        return "not running";
    case Uptake::taken_up:
        return "taken up";
    case Uptake::pending:
        return "pending";
    case Uptake::unknown:
        break;
    }
    return "unknown";
}

} // namespace

std::string agent_check_text(const AgentCheck& check, const std::string& file)
{
    if (!check.validation.valid && !check.validation.issues.empty()) return issue_lines(check, file);
    if (check.error) return warning_lines(check) + base::to_line(*check.error) + "\n";
    return good_lines(check) + warning_lines(check) + problem_lines(check);
}

json::Ordered to_json(const AgentCheck& check)
{
    const bool known = !check.error || !check.validation.issues.empty();
    json::Ordered out{{"name", check.name}};
    out["valid"] = known ? json::Ordered(check.validation.valid) : json::Ordered();
    out["issues"] = json::Ordered::array();
    for (const auto& issue : check.validation.issues)
        out["issues"].push_back({{"path", issue.path}, {"message", issue.message}});
    out["put_back"] = check.put_back;
    out["invalid_before"] = check.was_invalid;
    out["listed"] = check.wanted > 0 ? json::Ordered(check.wanted - check.unlisted.size()) : json::Ordered();
    out["unlisted"] = check.unlisted;
    out["turns"] = json::Ordered::array();
    for (const auto& turn : check.turns)
        out["turns"].push_back({{"model", turn.reference},
                                {"answers", !turn.error},
                                {"detail", turn.error ? base::to_line(*turn.error) : std::string()}});
    out["gateway"] = {{"state", word(check.uptake)},
                      {"port", check.port},
                      {"detail", check.uptake_detail},
                      {"token_detail", check.token_detail}};
    out["error"] = check.error ? json::Ordered(base::to_line(*check.error)) : json::Ordered();
    return out;
}

} // namespace aiws::cli
