import { type Business, textOf } from '../business.ts';
import { askInside, type Desk } from '../desk.ts';
import { maps } from '../maps.ts';
import type { Plan } from '../plan.ts';
import { FILED_BY } from '../reading.ts';
import type { WriteMethod } from './method.ts';
import { filedBefore, sameProject } from './project-standing.ts';
import { refusedPlan } from './refused-plan.ts';
import sectors from './sectors.json' with { type: 'json' };
import { single } from './single.ts';

/** 新增项目: a code that is free and well formed is kept, otherwise the hub issues one. */
export const projectAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'Project.Add',
  isDirect: true,
  required: ['contractorCorpCode', 'name', 'category', 'areaCode', 'prjStatus'],
  async plan(business, desk) {
    const projectCode = await codeFor(business, desk);
    const before = { sector: sectorOf(business, desk) };
    const after = (fields: Record<string, unknown>) => ({ ...datesThatAreFacts(fields, desk), projectCode });
    return {
      ...single('fileProjects', maps.project, business, desk, { before, after }),
      issued: { projectCode },
    };
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
    const after = (fields: Record<string, unknown>) => ({ ...datesThatAreFacts(fields, desk), projectCode });
    const plan: Plan = single('fileProjects', maps.project, business, desk, { before, after });
    return { ...plan, issued: { projectCode } };
  },
};

/**
 * The interface has one field each for a planned and a real date. A start that is still to come, and a completion of
 * works that are not complete, are plans: the standard holds what happened.
 */
function datesThatAreFacts(fields: Record<string, unknown>, { today }: Desk): Record<string, unknown> {
  const { startedOn, completedOn, ...others } = fields;
  const hasStarted = typeof startedOn === 'string' && startedOn <= today;
  const isComplete = fields.constructionStatus === 'COMPLETED';
  return {
    ...others,
    ...(hasStarted && { startedOn }),
    ...(isComplete && completedOn != null && { completedOn }),
  };
}

async function codeFor(business: Business, desk: Desk): Promise<string> {
  const stated = business.text('projectCode');
  if (WELL_FORMED.test(stated) && (await isFree(stated, desk))) return stated;
  // The same project again under a new nonce: it has its code already.
  const known = await sameProject(business, desk);
  if (known !== undefined) return known;
  const digits = business.required('areaCode').normalize('NFKC');
  const division = /^\d{6}/.exec(digits)?.[0] ?? '000000';
  const yearMonth = desk.today.slice(0, 7).replace('-', '');
  return desk.ports.projectCodes.issue({ division, yearMonth, serial: desk.serial });
}

const WELL_FORMED = /^[0-9A-Za-z_-]{1,32}$/;

/** Free, or the client's own: then the same project is stated again. */
async function isFree(code: string, desk: Desk): Promise<boolean> {
  const found = await askInside(desk, FILED_BY, { code });
  const project = found.project as { provenance: { sourceSystem: string } } | null;
  return project === null || project.provenance.sourceSystem === desk.client.sourceSystem;
}

function sectorOf(business: Business, { client }: Desk): string {
  const { settings, caller } = client;
  if (settings.sector !== undefined) return settings.sector;
  if (caller.sectors.length === 1) return caller.sectors[0]!;
  const category = textOf(business.text('category')).padStart(2, '0');
  return (sectors.items as Readonly<Record<string, string>>)[category] ?? 'OTHER';
}
