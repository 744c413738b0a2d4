import type { InnerGraph } from './inner-graph.ts';
import { turns } from './turns.ts';

const BEGUN_A_TURN = 8;
/** So many under way at once keep a process busy. */
const CROWD = 12;

/** A loaded graph, and what is closed with it, such as the connections to its subgraphs. */
export interface Loaded {
  inner: InnerGraph;
  close?: () => Promise<unknown>;
}

/** The graph in service, and those before it that still have work in flight. */
export interface InService {
  readonly now: InnerGraph;
  /** Does work on the graph of now; that graph stays whole until the work is done. */
  use<T>(work: (inner: InnerGraph) => Promise<T>): Promise<T>;
  /** Puts another graph in its place. What was begun on the old one ends there; then the old one is stopped. */
  replace(next: Loaded): void;
  stop(): Promise<void>;
}

export function inService(first: Loaded): InService {
  const graphs = new Set<Serving>();
  const begin = (loaded: Loaded): Serving => {
    const serving = { ...loaded, working: 0 };
    graphs.add(serving);
    return serving;
  };
  const retire = async (serving: Serving) => {
    if (!graphs.delete(serving)) return;
    await serving.inner.stop();
    await serving.close?.();
  };
  let current = begin(first);
  let working = 0;
  const mayBegin = turns(BEGUN_A_TURN, { isCrowded: () => working >= CROWD });
  return {
    get now() {
      return current.inner;
    },
    async use(work) {
      const turn = mayBegin();
      if (turn !== undefined) await turn;
      const mine = current;
      mine.working += 1;
      working += 1;
      try {
        return await work(mine.inner);
      } finally {
        mine.working -= 1;
        working -= 1;
        if (mine.working === 0 && mine !== current) void retire(mine);
      }
    },
    replace(next) {
      const old = current;
      current = begin(next);
      if (old.working === 0) void retire(old);
    },
    async stop() {
      await Promise.all([...graphs].map(retire));
    },
  };
}

interface Serving extends Loaded {
  working: number;
}
