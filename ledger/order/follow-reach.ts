import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { type HeldPage, type HeldPosition, openHeld, type Resubmit } from '../held/opened-held.ts';
import { releaseAwaiting } from '../held/release.ts';
import { projectsNow } from '../submission/present-caller.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import { followChanges, projectsOf } from './followed-changes.ts';

/** With which datasets of another department an enterprise comes to reach a project (参与项目); projects themselves beside them. */
export interface ReachStated {
  /** The department's field of `ledgers`. */
  readonly ledger: string;
  /** The dataset of those who take part in a project; its changes name the project. */
  readonly units: string;
  /** The dataset of enterprises: one that is not on record takes part in none. */
  readonly enterprises: string;
  /** The name under which held records wait for a project. */
  readonly awaited: string;
}

const NAME = 'enterprise-reach';
const CHANGES_A_PAGE = 200;
const RECORDS_A_STEP = 200;

/**
 * Releases records that waited for a project in which their sender takes part by now (参建放行).
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export const followUnits = (
  room: LedgerRoom,
  { ledger, units, awaited }: ReachStated,
  resubmit: Resubmit,
): Promise<number> =>
  followChanges(
    room,
    `${NAME} ${units}`,
    { ledger, dataset: units },
    (changes) => releaseProjects(room, awaited, projectsOf(changes), resubmit),
    CHANGES_A_PAGE,
  );

/**
 * The same for an enterprise that came on record after its project did (企业后入库). Which one a change is about is not said: of the
 * enterprises with records that wait, it is asked which projects are theirs by now.
 * @returns how many changes it read; 0 when it has caught up
 * @throws Fault `UPSTREAM_UNAVAILABLE` when the graph does not answer; nothing is passed over then
 */
export const followEnterprises = (
  room: LedgerRoom,
  { ledger, enterprises, awaited }: ReachStated,
  resubmit: Resubmit,
): Promise<number> =>
  followChanges(
    room,
    `${NAME} ${enterprises}`,
    { ledger, dataset: enterprises },
    async () => {
      const waiting = await outOfReach(room, awaited);
      if (waiting.size === 0) return;
      const present = await projectsNow(room, [...waiting.keys()]);
      const reached = [...waiting].flatMap(([code, projects]) =>
        (present.get(code) ?? []).filter((one) => projects.has(one)),
      );
      await releaseProjects(room, awaited, [...new Set(reached)], resubmit);
    },
    CHANGES_A_PAGE,
  );

/** By enterprise the projects that are known to the room, and that records of it wait for: they are out of its reach. */
async function outOfReach(room: LedgerRoom, awaited: string): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const isKnown = sql`h.waits_for = ${awaited} and exists (
    select from ${ref(room.schema, 'project_scope')} s where s.project_code = h.wait_key)`;
  let after: HeldPosition | null = null;
  do {
    const from: HeldPosition | null = after;
    const page: HeldPage = await room.write(hubCaller(NAME), (db) =>
      openHeld(db, room, isKnown, from, RECORDS_A_STEP),
    );
    for (const { caller, waits } of page.held) {
      if (caller.kind !== 'ENTERPRISE' || caller.enterprise === undefined) continue;
      const projects = found.get(caller.enterprise) ?? new Set<string>();
      found.set(caller.enterprise, projects.add(waits!.key));
    }
    after = page.next;
  } while (after !== null);
  return found;
}

const releaseProjects = (
  room: LedgerRoom,
  awaited: string,
  projectCodes: readonly string[],
  resubmit: Resubmit,
): Promise<void> =>
  releaseAwaiting(
    room,
    projectCodes.map((key) => ({ name: awaited, key })),
    resubmit,
  );
