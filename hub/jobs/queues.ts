import type { Queue } from 'pg-boss';
import { REAL_NAME_QUEUE } from '../../subgraphs/exchange/real-name/calls-in-hand.ts';

/** Where jobs end that failed too often; nobody works on it, an operator looks. */
export const GIVEN_UP = 'given-up';

const DAY = 86_400;

/** Every queue of durable work (任务队列). A new one is a line here; the next start makes it. */
export const queues: readonly Queue[] = [
  { name: GIVEN_UP, retentionSeconds: 90 * DAY },
  {
    name: REAL_NAME_QUEUE,
    // A neighbour that is down comes back within minutes; 1, 2, 4 … 300 seconds apart this is about half an hour.
    retryLimit: 12,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: 300,
    // A worker that died is noticed after this; the least that the library takes.
    heartbeatSeconds: 10,
    retentionSeconds: 14 * DAY,
    deadLetter: GIVEN_UP,
  },
];
