// SPDX-License-Identifier: Apache-2.0
// What `--enable-metrics` shows under /metrics, with the names of the native engine.

const BOUNDS = [0, 1, 5, 10, 50, 100, 500, 1000, 5000, 50000]; // ms

export class Metrics {
  constructor() {
    this.total = 0;
    this.active = 0;
    this.buckets = BOUNDS.map(() => 0);
    this.sum = 0;
  }

  // Counts and times one query.
  async measure(work) {
    const started = performance.now();
    this.total += 1;
    this.active += 1;
    try {
      return await work();
    } finally {
      this.active -= 1;
      const duration = performance.now() - started;
      this.sum += duration;
      const bucket = BOUNDS.findLastIndex((bound) => bound <= duration);
      this.buckets[bucket] += 1;
    }
  }

  // The pool's numbers are those of `database` now; `labels` are put on everything.
  document(database, labels) {
    const { totalCount, idleCount, waitingCount } = database.pool;
    const entry = (key, description, value) => ({ key, labels, value, description });
    return {
      counters: [
        entry('prisma_client_queries_total', 'Total number of Prisma Client queries executed', this.total),
        entry('prisma_pool_connections_closed_total', 'Total number of Pool Connections closed', database.closed),
        entry('prisma_pool_connections_opened_total', 'Total number of Pool Connections opened', database.opened),
      ],
      gauges: [
        entry('prisma_client_queries_active', 'Number of currently active Prisma Client queries', this.active),
        entry('prisma_client_queries_wait',
          'Number of Prisma Client queries currently waiting for a connection', waitingCount),
        entry('prisma_pool_connections_busy',
          'Number of currently busy Pool Connections (executing a datasource query)', totalCount - idleCount),
        entry('prisma_pool_connections_idle',
          'Number of currently unused Pool Connections (waiting for the next datasource query to run)', idleCount),
        entry('prisma_pool_connections_open', 'Number of currently open Pool Connections', totalCount),
      ],
      histograms: [
        entry('prisma_client_queries_duration_histogram_ms',
          'Histogram of the duration of all executed Prisma Client queries',
          { buckets: BOUNDS.map((bound, i) => [bound, this.buckets[i]]), sum: this.sum, count: this.total }),
      ],
    };
  }

  // The same in Prometheus' text format, whose buckets are cumulative.
  text(database, labels) {
    const label = (more = []) => {
      const all = [...Object.entries(labels), ...more];
      const text = all.map(([name, value]) => `${name}=${JSON.stringify(String(value))}`).join(',');
      return text && `{${text}}`;
    };
    const { counters, gauges, histograms } = this.document(database, labels);
    const head = ({ key, description }, type) => [`# HELP ${key} ${description}`, `# TYPE ${key} ${type}`];
    const plain = (type) => (metric) => [...head(metric, type), `${metric.key}${label()} ${metric.value}`, ''];
    const histogram = (metric) => {
      const { buckets, sum, count } = metric.value;
      let below = 0;
      const lines = buckets.map(([, inside], i) => {
        below += inside;
        return `${metric.key}_bucket${label([['le', BOUNDS[i + 1] ?? '+Inf']])} ${below}`;
      });
      return [...head(metric, 'histogram'), ...lines, `${metric.key}_sum${label()} ${sum}`,
        `${metric.key}_count${label()} ${count}`, ''];
    };
    return [...counters.flatMap(plain('counter')), ...gauges.flatMap(plain('gauge')), ...histograms.flatMap(histogram)]
      .join('\n');
  }
}
