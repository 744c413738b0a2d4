import { monitorEventLoopDelay } from 'node:perf_hooks';
import { counter, histogram } from './series.ts';

/** What a gateway counts of itself (运行指标), as text that Prometheus reads. Names and codes only: no caller, no query. */
export interface Metrics {
  answered(status: number, seconds: number): void;
  /** One fetch to a subgraph: `ok`, or the code of the fault it ended in. */
  fetched(subgraph: string, outcome: string, seconds: number): void;
  text(): string;
  stop(): void;
}

/** Upper bounds in seconds: from an answer out of memory to one that is given up. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function gatewayMetrics(): Metrics {
  const answers = counter('hub_requests_total', 'Requests answered, by status.');
  const times = histogram('hub_request_seconds', 'Time until an answer was out.', SECONDS);
  const fetches = counter('hub_fetches_total', 'Fetches to subgraphs, by outcome.');
  const fetchTimes = histogram('hub_fetch_seconds', 'Time until a fetch had ended.', SECONDS);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return {
    answered(status, seconds) {
      answers.add({ status: String(status) });
      times.add({}, seconds);
    },
    fetched(subgraph, outcome, seconds) {
      fetches.add({ subgraph, outcome });
      fetchTimes.add({ subgraph }, seconds);
    },
    text() {
      const { rss, heapUsed } = process.memoryUsage();
      const late = Math.max(0, delay.percentile(99) / 1e9 - 0.01);
      delay.reset();
      return [
        ...[answers, times, fetches, fetchTimes].map((series) => series.text()),
        gauge('process_resident_memory_bytes', 'Memory of the process.', rss),
        gauge('nodejs_heap_used_bytes', 'Memory of objects.', heapUsed),
        gauge('nodejs_eventloop_delay_p99_seconds', 'Delay of the event loop since it was last asked.', late),
      ].join('');
    },
    stop: () => delay.disable(),
  };
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}
