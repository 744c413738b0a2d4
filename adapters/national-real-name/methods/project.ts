import { type Business, textOf } from '../business.ts';
import { complaintOf } from '../complaint.ts';
import type { Desk } from '../desk.ts';
import { maps } from '../maps.ts';
import type { Plan, PlannedRecord } from '../plan.ts';
import type { WriteMethod } from './method.ts';
import { listPlace, placeInList, translate } from '../translate.ts';
import { filedBefore, identityOf, isAlike, isSame, sameProject, takenBy } from './project-standing.ts';
import { refusedPlan } from './refused-plan.ts';
import sectors from './sectors.json' with { type: 'json' };
import { single } from './single.ts';

/**
 * 新增项目: a code that is free and well formed is kept, otherwise the hub issues one. The very same project again has its
 * code already, and what it leaves out stays; another project under a code that is taken gets a code of its own.
 */
export const projectAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'Project.Add',
  isDirect: true,
  required: ['contractorCorpCode', 'contractorCorpName', 'name', 'category', 'areaCode', 'prjStatus'],
  async plan(business, desk) {
    const { projectCode, isKnown } = await codeFor(business, desk);
    const before = isKnown ? await filedBefore(projectCode, desk) : { sector: sectorOf(business, desk) };
    return { ...filing(business, desk, projectCode, before), issued: { projectCode } };
  },
};

/** 更新项目: only the fields that are sent change. */
export const projectPartUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'Project.PartUpdate',
  isDirect: true,
  required: ['projectCode'],
  async plan(business, desk) {
    const projectCode = business.required('projectCode');
    const before = await filedBefore(projectCode, desk);
    if (!before) return refusedPlan('[projectCode]', 'PROJECT_UNKNOWN');
    // Once its own word is kept, that it is known already says no more whose is shown.
    const isOthers = (await takenBy(projectCode, desk))?.provenance.sourceSystem !== desk.client.sourceSystem;
    const told = isOthers ? { known: () => complaintOf('', 'CLAIM_KEPT') } : {};
    return { ...filing(business, desk, projectCode, before, told), issued: { projectCode } };
  },
};

/** The record of a call over what stands, with the permits it names (施工许可证). */
function filing(
  business: Business,
  desk: Desk,
  projectCode: string,
  before: Record<string, unknown> | undefined,
  told: Pick<PlannedRecord, 'known'> = {},
): Plan {
  const permits = business.list('builderLicenses');
  const read = translate(maps.statedPermit, permits, listPlace('builderLicenses'), desk.cipher);
  const statedPermits = read.taken.map(({ fields }) => fields);
  const after = ({ ownerName, ...fields }: Record<string, unknown>, stated: Record<string, unknown>) => ({
    ...plannedAndReal(fields, stated, desk),
    // The name of an owner with a code is its enterprise's.
    ...(fields.ownerCode === undefined && ownerName !== undefined && { ownerName }),
    ...(typeof fields.description === 'string' && { description: oneLine(fields.description) }),
    ...(permits.length > 0 && { statedPermits }),
    projectCode,
  });
  const inPermits = placeInList('statedPermits', read.taken, maps.statedPermit);
  const placeOf = (path: string) => PLANNED[path] ?? inPermits(path);
  const plan = single('fileProjects', maps.project, business, desk, { before, after, placeOf, ...told });
  return { ...plan, complaints: [...plan.complaints, ...read.complaints] };
}

const PLANNED: Readonly<Record<string, string>> = {
  plannedStartOn: '[startDate]',
  plannedCompletionOn: '[completeDate]',
};

/** A text of several lines as the one line that the standard takes. */
const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

/**
 * The interface has one field each for a planned and a real date. A start that is still to come, and a completion of works that are not
 * complete, are plans (modelled): beside what happened the standard has a place for them.
 * @param stated what this very call says; the other fields stood before
 */
function plannedAndReal(
  fields: Record<string, unknown>,
  stated: Record<string, unknown>,
  { today }: Desk,
): Record<string, unknown> {
  const { startedOn, completedOn, ...others } = fields;
  const hasStarted = typeof startedOn === 'string' && startedOn <= today;
  const isComplete = fields.constructionStatus === 'COMPLETED';
  return {
    ...others,
    ...(startedOn != null && (hasStarted ? { startedOn } : { plannedStartOn: startedOn })),
    ...(isComplete && completedOn != null && { completedOn }),
    ...(!isComplete && stated.completedOn != null && { plannedCompletionOn: stated.completedOn }),
  };
}

async function codeFor(
  business: Business,
  desk: Desk,
): Promise<{ readonly projectCode: string; readonly isKnown: boolean }> {
  const stated = business.text('projectCode');
  if (WELL_FORMED.test(stated)) {
    const taken = await takenBy(stated, desk);
    if (!taken) return { projectCode: stated, isKnown: false };
    if (isSame(taken, business, desk)) return { projectCode: stated, isKnown: true };
  }
  // The same project again under a new nonce: it has its code already.
  const known = await sameProject(business, desk);
  if (known !== undefined) return { projectCode: known, isKnown: true };
  const digits = business.required('areaCode').normalize('NFKC');
  const division = /^\d{6}/.exec(digits)?.[0] ?? '000000';
  const yearMonth = desk.today.slice(0, 7).replace('-', '');
  const wanted = { division, yearMonth, identity: identityOf(business, desk), serial: desk.serial };
  for (let notThis: string | undefined; ; ) {
    const projectCode = await desk.ports.projectCodes.issue({
      ...wanted,
      ...(notThis !== undefined && { notThis }),
    });
    const taken = await takenBy(projectCode, desk);
    // Filed by another call just now, or by nobody yet; it is this client's also where another source's word of it is shown. A project that
    // was renamed since keeps its code for itself.
    if (taken === null || isSame(taken, business, desk) || isAlike(taken, business, desk))
      return { projectCode, isKnown: taken !== null };
    notThis = projectCode;
  }
}

const WELL_FORMED = /^[0-9A-Za-z_-]{1,32}$/;

function sectorOf(business: Business, { client }: Desk): string {
  const { settings, caller } = client;
  if (settings.sector !== undefined) return settings.sector;
  if (caller.sectors.length === 1) return caller.sectors[0]!;
  const category = textOf(business.text('category')).padStart(2, '0');
  return (sectors.items as Readonly<Record<string, string>>)[category] ?? 'OTHER';
}
