import { monitorEventLoopDelay } from 'node:perf_hooks';
import { departmentRefusals } from '../../schema/refusals.ts';
import { refusalCodes } from '../refusal-codes.ts';
import { counter, gauge, histogram } from './series.ts';

/** What a gateway counts of itself (运行指标), as text that Prometheus reads. Names and codes only: no caller, no query. */
export interface Metrics {
  answered(status: number, seconds: number): void;
  /** One error that a caller is told, by its code. */
  told(code: unknown): void;
  /** One fetch to a subgraph: `ok`, or the code of the fault it ended in. */
  fetched(subgraph: string, outcome: string, seconds: number): void;
  /** One submission that a department in this process has stored. */
  stored(subgraph: string, dataset: string): void;
  /** Says where figures are read that somebody keeps anyway. */
  watch(figures: () => Figures): void;
  text(): string;
  stop(): void;
}

/** Figures of a moment. */
export interface Figures {
  /** What the engine keeps; undefined for one that does not tell. */
  readonly engine: EngineFigures | undefined;
  /** Whether a subgraph is sent anything, or its circuit breaker keeps everybody away. */
  readonly trusted: Readonly<Record<string, boolean>>;
}

/** What an engine keeps of plans and their code, and what is being made of them. */
export interface EngineFigures {
  readonly programmes: number;
  readonly bytes: number;
  readonly inMaking: number;
  /** Of these, how many wait for their turn to be planned. */
  readonly waiting: number;
}

/** Upper bounds in seconds: from an answer out of memory to one that is given up. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function gatewayMetrics(): Metrics {
  const answers = counter('hub_requests_total', 'Requests answered, by status.');
  const times = histogram('hub_request_seconds', 'Time until an answer was out.', SECONDS);
  const errors = counter('hub_errors_total', 'Errors told to callers, by code; OTHER is a subgraph’s own.');
  const fetches = counter('hub_fetches_total', 'Fetches to subgraphs, by outcome.');
  const fetchTimes = histogram('hub_fetch_seconds', 'Time until a fetch had ended.', SECONDS);
  const submissions = counter('hub_submissions_total', 'Submissions stored by departments in this process.');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let figures: () => Figures = () => ({ engine: undefined, trusted: {} });
  return {
    answered(status, seconds) {
      answers.add({ status: String(status) });
      times.add({}, seconds);
    },
    told: (code) => errors.add({ code: isListed(code) ? code : 'OTHER' }),
    fetched(subgraph, outcome, seconds) {
      fetches.add({ subgraph, outcome });
      fetchTimes.add({ subgraph }, seconds);
    },
    stored: (subgraph, dataset) => submissions.add({ subgraph, dataset }),
    watch(given) {
      figures = given;
    },
    text() {
      const { rss, heapUsed } = process.memoryUsage();
      const late = Math.max(0, delay.percentile(99) / 1e9 - 0.01);
      delay.reset();
      return [
        ...[answers, times, errors, fetches, fetchTimes, submissions].map((series) => series.text()),
        ...figuresText(figures()),
        gauge('process_resident_memory_bytes', 'Memory of the process.', rss),
        gauge('nodejs_heap_used_bytes', 'Memory of objects.', heapUsed),
        gauge('nodejs_eventloop_delay_p99_seconds', 'Delay of the event loop since it was last asked.', late),
      ].join('');
    },
    stop: () => delay.disable(),
  };
}

/** The catalogues are the bound: a subgraph that makes codes up makes no new line. */
function isListed(code: unknown): code is string {
  return (
    typeof code === 'string' && (Object.hasOwn(refusalCodes, code) || Object.hasOwn(departmentRefusals, code))
  );
}

function figuresText({ engine, trusted }: Figures): string[] {
  const open = Object.entries(trusted).map(([subgraph, is]) => [{ subgraph }, is ? 0 : 1] as const);
  const breakers = gauge('hub_breaker_open', 'Whether a subgraph is spared since it failed too often.', open);
  if (engine === undefined) return [breakers];
  const { programmes, bytes, inMaking, waiting } = engine;
  return [
    breakers,
    gauge('hub_programmes', 'Operations whose plan and code are kept.', programmes),
    gauge('hub_programmes_bytes', 'What they weigh, roughly.', bytes),
    gauge('hub_programmes_in_making', 'Operations whose plan or code is being made.', inMaking),
    gauge('hub_plans_waiting', 'Of these, how many wait for their turn to be planned.', waiting),
  ];
}
