// SPDX-License-Identifier: Apache-2.0
#include "fuzz/json_model.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace aiws::fuzz {
namespace {

using json::Document;
using json::Ordered;
using json::Path;
using json::Splice;

const Ordered* child_of(const Ordered& value, const json::Key& key)
{
    if (const auto* name = std::get_if<std::string>(&key)) {
        const auto found = value.is_object() ? value.find(*name) : value.end();
        return value.is_object() && found != value.end() ? &*found : nullptr;
    }
    const std::size_t index = std::get<std::size_t>(key);
    return value.is_array() && index < value.size() ? &value[index] : nullptr;
}

/// How many keys of the path exist, and the value there.
std::pair<std::size_t, const Ordered*> reach(const Ordered& root, const Path& path)
{
    const Ordered* at = &root;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Ordered* next = child_of(*at, path[i]);
        if (next == nullptr) return {i, at};
        at = next;
    }
    return {path.size(), at};
}

/// Document::set() on a plain value; false when that must be refused.
bool set_plain(Ordered& root, const Path& path, const Ordered& value)
{
    Ordered* at = &root;
    for (const auto& key : path) {
        const auto* name = std::get_if<std::string>(&key);
        const bool fresh = at->is_discarded();
        if (fresh) *at = name != nullptr ? Ordered::object() : Ordered::array();
        if (name != nullptr ? !at->is_object() : !at->is_array()) return false;
        if (child_of(*at, key) == nullptr) {
            if (name == nullptr && std::get<std::size_t>(key) != at->size()) return false;
            // "Discarded" marks the place of a value that is not there yet.
            if (name != nullptr)
                at->push_back({*name, Ordered(Ordered::value_t::discarded)});
            else
                at->push_back(Ordered(Ordered::value_t::discarded));
        }
        at = name != nullptr ? &(*at)[*name] : &(*at)[std::get<std::size_t>(key)];
    }
    if (at->is_discarded() || json::Value(*at) != json::Value(value)) *at = value;
    return true;
}

void remove_plain(Ordered& root, const Path& path)
{
    if (reach(root, path).first != path.size()) return;
    auto* parent = const_cast<Ordered*>(reach(root, Path(path.begin(), path.end() - 1)).second);
    if (const auto* name = std::get_if<std::string>(&path.back()))
        parent->erase(*name);
    else
        parent->erase(std::get<std::size_t>(path.back()));
}

const std::string k_names[] = {"a", "b", "models", "x y", "é", "a.b", "it's", "\"", "9", "", "new\nline", "null"};

Ordered random_value(Dice& dice, int depth)
{
    switch (dice.below(depth > 0 ? 9 : 6)) {
    case 0:
        return nullptr;
    case 1:
        return dice.once_in(2);
    case 2:
        return static_cast<std::int64_t>(dice.bits() >> dice.below(64));
    case 3:
        return -1.5 * static_cast<double>(dice.below(1000));
    case 4:
        return k_names[dice.below(std::size(k_names))];
    case 5:
        return std::string(dice.below(90), 'x') + "\\\"'\t\u2028/*";
    case 6: {
        Ordered list = Ordered::array();
        for (auto count = dice.below(4); count > 0; --count) list.push_back(random_value(dice, depth - 1));
        return list;
    }
    default:
        break;
    }
    Ordered object = Ordered::object();
    for (auto count = dice.below(4); count > 0; --count) object[dice.pick(k_names)] = random_value(dice, depth - 1);
    return object;
}

json::Key random_key(const Ordered& value, Dice& dice)
{
    const bool wrong = dice.once_in(12);
    if (value.is_array() != wrong) return dice.below(value.is_array() ? value.size() + 2 : 2);
    if (!value.is_object() || value.empty() || dice.once_in(4)) return dice.pick(k_names);
    return std::next(value.begin(), static_cast<std::ptrdiff_t>(dice.below(value.size()))).key();
}

Path random_path(const Ordered& root, Dice& dice)
{
    Path path;
    const Ordered* at = &root;
    while (!dice.once_in(4) && path.size() < 8) {
        if (at != nullptr && !at->is_structured() && !dice.once_in(6)) break;
        path.push_back(at != nullptr ? random_key(*at, dice) : json::Key(dice.pick(k_names)));
        at = at != nullptr ? child_of(*at, path.back()) : nullptr;
    }
    return path;
}

/// One document and the plain value that it must mean.
class Pair {
  public:
    Pair(Document document, Dice& dice) : m_document(std::move(document)), m_plain(*m_document.at({})), m_dice(dice)
    {
        m_texts.push_back(m_document.text());
    }

    bool edit()
    {
        const Path path = random_path(m_plain, m_dice);
        m_step = json::to_string(path);
        if (m_dice.once_in(3)) return remove(path);
        return m_dice.once_in(4) ? set_raw(path) : set(path, random_value(m_dice, 3));
    }

    bool take_back()
    {
        for (m_step = "revert"; !m_splices.empty(); m_splices.pop_back()) {
            m_document.revert(m_splices.back());
            m_texts.pop_back();
            if (m_document.text() != m_texts.back()) return wrong("reverting gives other bytes");
        }
        return true;
    }

    [[nodiscard]] const std::string& complaint() const { return m_complaint; }

  private:
    bool set(const Path& path, const Ordered& value)
    {
        m_step = "set " + m_step + " to " + value.dump();
        Ordered plain = m_plain;
        const bool possible = set_plain(plain, path, value);
        Document changed = m_document;
        const auto splice = changed.set(path, value);
        if (!splice)
            return !possible || beyond_limits(splice.error()) || wrong("refused: " + base::to_line(splice.error()));
        return possible ? removable(path, changed, *splice) && accept(std::move(changed), *splice, std::move(plain))
                        : wrong("not refused");
    }

    bool set_raw(const Path& path)
    {
        const std::string raw(*m_document.raw(reachable(random_path(m_plain, m_dice))));
        m_step = "set " + m_step + " to the bytes " + raw;
        const Ordered value = *Document::parse(raw, "raw")->at({});
        Ordered plain = m_plain;
        const bool possible = set_plain(plain, path, value);
        Document changed = m_document;
        const auto splice = changed.set_raw(path, raw);
        if (!splice)
            return !possible || beyond_limits(splice.error()) || wrong("refused: " + base::to_line(splice.error()));
        if (!possible) return wrong("not refused");
        if (changed.raw(path) != raw) return wrong("other bytes than given");
        // An equal value that is spelled otherwise does replace the old one, and with it the order of its members.
        if (auto* at = const_cast<Ordered*>(reach(plain, path).second)) *at = value;
        return accept(std::move(changed), *splice, std::move(plain));
    }

    bool remove(const Path& path)
    {
        m_step = "remove " + m_step;
        Document changed = m_document;
        const auto splice = changed.remove(path);
        if (path.empty()) return !splice || wrong("removed everything");
        if (!splice) return wrong("refused: " + base::to_line(splice.error()));
        Ordered plain = m_plain;
        remove_plain(plain, path);
        return accept(std::move(changed), *splice, std::move(plain));
    }

    /// A new member must go without a trace.
    bool removable(const Path& path, const Document& changed, const Splice& splice)
    {
        const auto [depth, container] = reach(m_plain, path);
        if (depth == path.size()) return true;
        const bool kept = splice.before.empty() || splice.after.starts_with("," + splice.before);
        // No value ends in white space: the bracket got a line of its own.
        const auto last = static_cast<unsigned char>(splice.after.back());
        const bool pushed = !container->empty() && (last <= ' ' || last >= 0x80);
        if (!kept || pushed) return true;
        Document removed = changed;
        const auto undone = removed.remove(Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth) + 1));
        if (!undone) return wrong("cannot be removed: " + base::to_line(undone.error()));
        return removed.text() == m_document.text() ||
               wrong("leaves a trace: " + changed.text() + "\n--- removed ---\n" + removed.text());
    }

    bool accept(Document changed, const Splice& splice, Ordered plain)
    {
        std::string expected = m_document.text();
        if (expected.substr(splice.offset, splice.before.size()) != splice.before) return wrong("not what was there");
        expected.replace(splice.offset, splice.before.size(), splice.after);
        if (changed.text() != expected) return wrong("other bytes changed: " + changed.text());
        const auto read = Document::parse(changed.text(), "edited");
        if (!read) return wrong("no JSON5: " + changed.text());
        if (*read->at({}) != plain || *changed.at({}) != plain) return wrong("means something else: " + changed.text());
        m_document = std::move(changed);
        m_plain = std::move(plain);
        m_texts.push_back(m_document.text());
        m_splices.push_back(splice);
        return true;
    }

    static bool beyond_limits(const base::Error& error)
    {
        return error.what.find("deep") != std::string::npos || error.what.find("at most") != std::string::npos;
    }

    Path reachable(Path path) const
    {
        path.resize(reach(m_plain, path).first);
        return path;
    }

    bool wrong(std::string_view what)
    {
        m_complaint = fmt::format("{}\n{}\n--- before ---\n{}\n", m_step, what, m_document.text());
        return false;
    }

    Document m_document;
    Ordered m_plain;
    Dice& m_dice;
    std::string m_step;
    std::string m_complaint;
    std::vector<std::string> m_texts;
    std::vector<Splice> m_splices;
};

} // namespace

std::string check_edits(const json::Document& document, Dice& dice, int edits)
{
    Pair pair(document, dice);
    for (int i = 0; i < edits; ++i) {
        if (!pair.edit()) return pair.complaint();
    }
    return pair.take_back() ? std::string() : pair.complaint();
}

} // namespace aiws::fuzz
