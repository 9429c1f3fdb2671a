// SPDX-License-Identifier: Apache-2.0
#include "litellm/listing.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace aiws::litellm {
namespace {

/// A row has some 7 KB (1.106.2), so a page up to 4 MB.
constexpr std::size_t k_page_size = 500;
/// LiteLLM works on one after another anyway: the second is for the time that a page travels.
constexpr std::size_t k_pages_at_once = 2;
/// For each page LiteLLM first prepares all its rows, which takes seconds where there are thousands.
constexpr std::chrono::seconds k_timeout{120};
/// Half a million rows: more is a gateway that counts wrongly.
constexpr std::size_t k_most_pages = 1'000;
/// So many pages may be added while we read; a count that grows with every page must not keep us for ever.
constexpr std::size_t k_growth = 4;

class Reader : public std::enable_shared_from_this<Reader> {
  public:
    using Done = std::function<void(base::Result<Listing>)>;

    Reader(std::shared_ptr<const Admin> admin, std::set<std::string> aliases, Done done)
        : m_admin(std::move(admin)), m_aliases(std::move(aliases)), m_done(std::move(done))
    {
    }
    void start() { ask(m_asked = 1); }

  private:
    void ask(std::size_t number)
    {
        Call call{.path = "/v2/model/info?page=" + std::to_string(number) + "&size=" + std::to_string(k_page_size)};
        ++m_open;
        auto request = m_admin->request(std::move(call));
        request.timeout = k_timeout;
        m_admin->client().submit(std::move(request), [self = shared_from_this()](const http::Outcome& outcome) {
            --self->m_open;
            self->receive(outcome);
        });
    }

    void receive(const http::Outcome& outcome)
    {
        if (!m_done) return; // it has failed meanwhile
        if (!outcome || outcome->status != 200) return fail(m_admin->error("list the deployments", outcome));
        auto page = parse_page(outcome->body, m_aliases);
        if (!page) return fail(m_admin->failed("list the deployments", page.error().what));
        if (const auto refused = take(*std::move(page))) return fail(*refused);
        while (m_asked < m_pages && m_open < k_pages_at_once) ask(++m_asked);
        if (m_open == 0) finish();
    }

    /// Adds the page; an error when the gateway's account of itself cannot be true.
    std::optional<base::Error> take(Page page)
    {
        std::ranges::move(page.rows, std::back_inserter(m_rows));
        const bool first = !m_count.has_value();
        if (!first && page.total_count != *m_count) m_moved = true;
        m_count = page.total_count;
        if (page.total_pages > k_most_pages)
            return m_admin->failed("list the deployments",
                                   "the gateway speaks of " + std::to_string(page.total_pages) + " pages of 500");
        if (first) m_limit = page.total_pages + k_growth;
        m_pages = std::min(std::max(m_pages, page.total_pages), m_limit);
        return std::nullopt;
    }

    void finish()
    {
        if (m_moved && !std::exchange(m_again, true)) {
            m_rows.clear();
            m_count.reset();
            m_pages = 0;
            m_moved = false;
            return start();
        }
        std::exchange(m_done, nullptr)(Listing{.deployments = merge_rows(std::move(m_rows)), .rows = *m_count});
    }

    void fail(base::Error error) { std::exchange(m_done, nullptr)(std::unexpected(std::move(error))); }

    std::shared_ptr<const Admin> m_admin;
    std::set<std::string> m_aliases;
    Done m_done;
    std::vector<workspace::Resource> m_rows;
    std::optional<std::size_t> m_count; ///< as the latest page tells it
    std::size_t m_pages = 0;
    std::size_t m_limit = 0;
    std::size_t m_asked = 0;
    std::size_t m_open = 0;
    bool m_moved = false; ///< the count changed while we read
    bool m_again = false; ///< this is the second reading
};

} // namespace

void list_deployments(const std::shared_ptr<const Admin>& admin, const std::set<std::string>& aliases,
                      std::function<void(base::Result<Listing>)> done)
{
    std::make_shared<Reader>(admin, aliases, std::move(done))->start();
}

} // namespace aiws::litellm
