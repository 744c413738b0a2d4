import type { Maker } from '../made.ts';

/** What the load process is to send: one body again and again, or made ones, each once. */
export interface Job {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly made?: { readonly by: Maker; readonly from: number; readonly most: number };
  readonly connections: number;
  /** After so long no further request is begun. */
  readonly seconds: number;
}

export interface JobResult {
  readonly answers: number;
  /** Not 200, with errors in it (made bodies), of another size than the first (one body), or broken off. */
  readonly wrong: number;
  /** What the first wrong one was. */
  readonly example?: string;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly mostMs: number;
  readonly bytes: number;
}
