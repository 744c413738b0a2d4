import { type ChildProcess, fork } from 'node:child_process';
import { hash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../refusal.ts';
import type { Misreading } from '../misreadings.ts';
import { notPlannable, type PlanTree } from './planner.ts';
import type { PlanningAnswer, PlanningCall } from './planning-child.ts';

export interface ChildPlanner {
  /** Throws the refusals QUERY_NOT_PLANNABLE and QUERY_PLAN_BUSY. */
  plan(operation: string): Promise<PlanTree>;
  /** Throws the refusals QUERY_PLAN_TOO_COMPLEX and QUERY_PLAN_BUSY. */
  validate(text: string, introspection: boolean): Promise<readonly Misreading[] | undefined>;
  /** Starts the process before the first operation comes. */
  start(): void;
  stop(): void;
}

/** A plan that is wanted, or with `introspection` what validation says. */
interface Job extends Pick<PlanningCall, 'text' | 'introspection'> {
  isDeadly: boolean;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

const CHILD = fileURLToPath(new URL('./planning-child.ts', import.meta.url));
const MOST_DEADLY = 10_000;
const MOST_STARTS_IN_VAIN = 3;
/** What was asked before needs no planner: its 70 MiB are given back until something new comes, which then waits 0.2 s. */
const IDLE_MS = 5_000;

/**
 * Plans in a process of its own. When that dies, or is over an operation for too long, the operation in hand is planned
 * by the stock planner from then on, the others are handed to a new process. When nobody asks, it leaves.
 */
export function childPlanner(
  supergraphSdl: string,
  { longestMs = 10_000, idleMs = IDLE_MS }: { longestMs?: number; idleMs?: number } = {},
): ChildPlanner {
  const jobs = new Map<number, Job>();
  const deadly = new LRUCache<string, true>({ max: MOST_DEADLY });
  let child: ChildProcess | undefined;
  let isReady = false;
  let lastId = 0;
  let inVain = 0;
  let deadline: NodeJS.Timeout | undefined;
  let leaving: NodeJS.Timeout | undefined;

  const hand = (id: number, { text, introspection, isDeadly }: Job) =>
    child?.send({ id, text, introspection, isDeadly } satisfies PlanningCall);
  const watch = () => {
    clearTimeout(deadline);
    clearTimeout(leaving);
    // Only while somebody waits may the process keep this one alive.
    if (jobs.size === 0) {
      child?.unref();
      child?.channel?.unref();
      if (isReady) leaving = setTimeout(leave, idleMs).unref();
    } else {
      child?.ref();
      child?.channel?.ref();
      if (isReady) deadline = setTimeout(() => child?.kill('SIGKILL'), longestMs);
    }
  };
  const leave = () => {
    const idle = child;
    child = undefined;
    isReady = false;
    idle?.kill();
  };
  const settle = (answer: PlanningAnswer) => {
    if ('ready' in answer) {
      isReady = true;
      inVain = 0;
    } else {
      const job = jobs.get(answer.id);
      jobs.delete(answer.id);
      if ('failed' in answer) job?.reject(notPlannable());
      else job?.resolve(('misread' in answer ? answer.misread : answer.tree) ?? undefined);
    }
    watch();
  };
  const died = () => {
    child = undefined;
    const [inHand] = jobs;
    if (isReady && inHand !== undefined) blame(...inHand);
    else inVain += 1;
    isReady = false;
    if (inVain < MOST_STARTS_IN_VAIN) {
      if (jobs.size > 0) start();
    } else {
      for (const job of jobs.values())
        job.reject(refusal('QUERY_PLAN_BUSY', 'no plan can be made at present'));
      jobs.clear();
      inVain = 0;
    }
    watch();
  };
  const blame = (id: number, job: Job) => {
    deadly.set(hash('sha256', job.text), true);
    if (job.isDeadly) {
      jobs.delete(id);
      job.reject(job.introspection === undefined ? notPlannable() : notCheckable());
    }
    job.isDeadly = true;
  };
  const start = () => {
    if (child) return;
    const made = fork(CHILD, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
      env: {},
    });
    child = made;
    made.on('message', settle);
    made.once('exit', () => {
      if (child === made) died();
    });
    made.on('error', () => undefined);
    made.send(supergraphSdl);
    for (const [id, job] of jobs) hand(id, job);
    watch();
  };

  const asked = (text: string, introspection?: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const isDeadly = deadly.has(hash('sha256', text));
      if (isDeadly && introspection !== undefined) throw notCheckable();
      const job = { text, introspection, isDeadly, resolve, reject };
      const wasIdle = jobs.size === 0;
      jobs.set(lastId, job);
      if (child === undefined) start();
      else {
        hand(lastId, job);
        if (wasIdle) watch();
      }
    });

  return {
    start,
    plan: async (text) => (await asked(text)) as PlanTree,
    validate: async (text, introspection) =>
      (await asked(text, introspection)) as readonly Misreading[] | undefined,
    stop() {
      clearTimeout(deadline);
      clearTimeout(leaving);
      leave();
      for (const job of jobs.values()) job.reject(refusal('QUERY_PLAN_BUSY', 'the graph is being replaced'));
      jobs.clear();
    },
  };
}

// Who waits for its verdict twice as long as a plan may take shall not wait again.
function notCheckable() {
  return refusal('QUERY_PLAN_TOO_COMPLEX', 'it takes too long to find out whether the query is valid', {
    remedy: 'ask for fewer fields, or with fewer fragments, or ask twice',
  });
}
