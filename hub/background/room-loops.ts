import type { Logger } from 'pino';
import { hubCaller } from '../../kernel/caller.ts';
import { expireHeld, type Raise } from '../../ledger/held/expire.ts';
import { releaseHeld } from '../../ledger/held/release.ts';
import { awaitedElsewhere, followAwaited } from '../../ledger/order/follow-awaited.ts';
import { type Projection, followProjection } from '../../ledger/order/follow-projection.ts';
import { followProjects, type ProjectOwner } from '../../ledger/order/follow-projects.ts';
import { followEnterprises, followUnits, type ReachStated } from '../../ledger/order/follow-reach.ts';
import { LEAVES_A_TICK, type OrderLag, lagOf, sequence } from '../../ledger/order/sequence.ts';
import { resubmit } from '../../ledger/submission/resubmit.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';
import { type Loop, loop } from './loop.ts';
import { pruneKeys } from './prune-keys.ts';

export interface RoomLoopsParts {
  readonly room: LedgerRoom;
  readonly log: Logger;
  readonly raise: Raise;
  /** Who owns the projects; undefined in the room of the owner itself, which keeps its scope in step by its own writes. */
  readonly projects: ProjectOwner | undefined;
  /** With what enterprises come to reach projects. */
  readonly reach: ReachStated;
  readonly projections: readonly Projection[];
  /** Told when this room's order has gone on. */
  readonly onOrder: () => void;
}

/** The background work of one room (部门后台工作). */
export interface RoomLoops {
  readonly name: string;
  /** After a submission was stored. */
  nudge(): void;
  /** After the order of another department has gone on, whose field of `ledgers` this is. */
  moved(ledger: string): void;
  lag(): Promise<OrderLag>;
  isWell(): boolean;
  stop(): Promise<void>;
}

const ORDER_MS = 250;
/** A busy moment's submissions are put in order together: what a round costs does not depend on how many there are. */
const ORDER_LEAST_MS = 25;
/** Each round is a question to the graph from every department, and few submissions are about projects. */
const PROJECTS_LEAST_MS = 500;
const FOLLOW_MS = 2_000;
export const PROJECTS_MS = 10_000;
const EXPIRY_MS = 10_000;
const PRUNING_MS = 60_000;

/**
 * Sequencer, followers, expiry and pruning of one room. Every round is safe beside the same round of another process:
 * the ledger's locks let one through, or its effect is the same twice.
 */
export function roomLoops(parts: RoomLoopsParts): RoomLoops {
  const { room, log, raise, projects, reach, projections, onOrder } = parts;
  const named = (what: string) => ({ name: `${room.name} ${what}`, log });
  const release = loop({
    ...named('held records'),
    everyMs: FOLLOW_MS,
    leastMs: ORDER_LEAST_MS,
    round: async () => (await releaseHeld(room, resubmit)) > 0,
  });
  const following = (ledger: string, what: string, step: () => Promise<number>): Following => ({
    ledger,
    loop: loop({
      ...named(what),
      everyMs: PROJECTS_MS,
      leastMs: PROJECTS_LEAST_MS,
      round: async () => (await step()) > 0,
    }),
  });
  const followers: readonly Following[] = [
    ...(projects
      ? [
          following(projects.ledger, 'project scope', () => followProjects(room, projects, resubmit)),
          // The owner's own room finds its units by their release.
          following(reach.ledger, 'held records of units', () => followUnits(room, reach, resubmit)),
        ]
      : []),
    following(reach.ledger, 'held records of enterprises', () => followEnterprises(room, reach, resubmit)),
    ...awaitedElsewhere(room).map((awaited) =>
      following(awaited.ledger, `held records awaiting ${awaited.awaited}`, () =>
        followAwaited(room, awaited, resubmit),
      ),
    ),
    ...projections.flatMap((projection) =>
      projection.datasets.map((dataset) =>
        following(projection.ledger, `${projection.name} ${dataset}`, () =>
          followProjection(room, projection, dataset),
        ),
      ),
    ),
  ];
  const order = loop({
    ...named('order'),
    everyMs: ORDER_MS,
    leastMs: ORDER_LEAST_MS,
    round: async () => {
      const given = await room.write(hubCaller('sequencer'), (db) => sequence(db, room.schema));
      if (given > 0) {
        release.nudge();
        onOrder();
      }
      return given === LEAVES_A_TICK;
    },
  });
  const expiry = loop({
    ...named('expiry'),
    everyMs: EXPIRY_MS,
    round: async () => {
      await expireHeld(room, room.clock.now(), raise);
      return false;
    },
  });
  const pruning = loop({ ...named('pruning'), everyMs: PRUNING_MS, round: () => pruneKeys(room) });
  const all: readonly Loop[] = [order, release, ...followers.map((one) => one.loop), expiry, pruning];
  return {
    name: room.name,
    nudge: () => order.nudge(),
    moved(ledger) {
      for (const one of followers) if (one.ledger === ledger) one.loop.nudge();
    },
    lag: () => room.write(hubCaller('sequencer'), (db) => lagOf(db, room.schema, room.clock.now())),
    isWell: () => order.isWell(),
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
    },
  };
}

/** A follower of another department's order, and whose it is. */
interface Following {
  readonly ledger: string;
  readonly loop: Loop;
}
