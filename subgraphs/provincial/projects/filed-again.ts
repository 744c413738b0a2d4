import { type BusinessDate, businessDateOf } from '../../../kernel/calendar.ts';
import type { Caller } from '../../../kernel/caller.ts';
import { isWithin } from '../../../kernel/identifiers/division-code.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { heldSince } from '../../../ledger/submission/held-since.ts';
import { reaches } from '../../../ledger/submission/reach.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import type { Filed, OfProject } from '../references/project.ts';
import { statusCode } from './construction-status.ts';

/** What a filing states of the project's place and status. */
interface Stated {
  readonly sector: string;
  readonly divisionCode: string;
  readonly constructionStatus: string;
  readonly completedOn: string | null;
}

/**
 * Whose word it is (报送单位): there for every filing but an enterprise's. Sector and division say who supervises a project, and
 * the status whether there is anything left to supervise: none of them is for the supervised to change (modelled;
 * docs/decisions/0040-who-moves-a-project.md).
 */
export const filedByOthers: Reference<OfProject, string> = {
  name: 'filed-by-others',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  find: async (codes, { caller }) => new Map(isSupervised(caller) ? [] : codes.map((code) => [code, code])),
};

const isSupervised = ({ kind }: Caller): boolean => kind === 'ENTERPRISE';

/** Whether another department is to supervise it: another sector's, or another county's. A township below is the county's as well. */
export const movesProject = (stated: Stated, before: Filed): boolean =>
  stated.sector !== before.sector || !isWithin(stated.divisionCode, before.divisionCode.slice(0, 6));

/**
 * 首次建档: an enterprise's first filing lies where somebody supervises it (docs/decisions/0044-where-an-enterprise-files.md). Anybody
 * else's is held to its reach before.
 */
export function checkFirst({ sector, divisionCode }: Stated, report: Report, caller: Caller): void {
  if (caller.kind !== 'ENTERPRISE' || reaches(caller, divisionCode, sector)) return;
  const isOfSector = (caller.sectors as readonly string[]).includes(sector);
  report.reject('OUTSIDE_REACH', {
    path: isOfSector ? 'divisionCode' : 'sector',
    expected: isOfSector
      ? `a division within ${caller.divisions.join(', ')}`
      : `a sector of ${caller.sectors.join(', ')}`,
  });
}

/** 项目移交: an enterprise's own filing moves no project; anybody else is told that it moves. */
export function checkMove(stated: Stated, before: Filed, isByOthers: boolean, report: Report): void {
  if (!movesProject(stated, before)) return;
  if (isByOthers) report.warn('PROJECT_MOVED');
  else
    report.reject('PROJECT_MOVED_BY_ENTERPRISE', {
      path: stated.sector === before.sector ? 'divisionCode' : 'sector',
    });
}

/**
 * The status that stands after a filing (施工状态): what the sector's department decided, and otherwise what is filed, except that
 * an enterprise's filing leaves the status on record. Source: Guangxi 管理细则 Art. 10 ¶2.
 */
export function statusAfter(
  { constructionStatus }: Stated,
  before: Filed | null,
  isByOthers: boolean,
): string {
  if (before === null) return constructionStatus;
  return before.decidedStatus ?? (isByOthers ? constructionStatus : before.constructionStatus);
}

/**
 * The day on which an enterprise's filing came to the hub that was held for a mistake and is put right now (暂存建档的收到日期). Of anybody
 * else's nothing is asked: they say the day.
 */
export const filingHeld: Reference<OfProject, BusinessDate> = {
  name: 'held-filing',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, scene, db) {
    if (!isSupervised(scene.caller)) return new Map();
    const identities = codes.map((code) => [code]);
    const since = await heldSince('PROJECT', identities, scene, db!);
    return new Map(
      codes.flatMap((code, at) => (since[at] ? [[code, businessDateOf(since[at])] as const] : [])),
    );
  },
};

/**
 * The day of filing (建档日期): of an enterprise's own filing the day on which the hub received it first, whatever it states, since
 * Art. 10 ¶1 gives it fifteen days from the start (docs/decisions/0053-the-day-of-a-filing.md); of anybody else's what they state.
 */
export const dayOfFiling = (
  { filedOn }: { readonly filedOn: string | null },
  before: Filed | null,
  isByOthers: boolean,
  received: string,
): string => (isByOthers ? filedOn : null) ?? before?.filedOn ?? received;

/** A completion is a status with its day: where the status is not taken, neither is the day. */
export const completionAfter = (stated: Stated, before: Filed | null, status: string): string | null =>
  status === stated.constructionStatus ? stated.completedOn : (before?.completedOn ?? null);

export const COMPLETED = statusCode('COMPLETED');
