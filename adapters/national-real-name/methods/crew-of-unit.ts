import type { Business } from '../business.ts';
import { type Complaint, complaintOf } from '../complaint.ts';
import { creditCodeOf, noCreditCode } from '../credit-code.ts';
import { askInside, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';

/**
 * What is wrong with the unit (corpCode) that a call names beside its crew: it is no code, takes no part in the project, or the crew is
 * another unit's. Nothing is said where the crew is on record nowhere yet: what names it waits for it, as for any parent.
 */
export async function wrongUnit(business: Business, desk: Desk): Promise<readonly Complaint[]> {
  const stated = business.required('corpCode');
  const unitCode = creditCodeOf(stated);
  if (unitCode === undefined) return [noCreditCode('[corpCode]', stated)];
  const code = business.required('projectCode');
  const filter = { projectCode: code, crewNo: business.required('teamSysNo') };
  const found = (await askInside(desk, CREW, { code, filter })) as unknown as Found;
  const crews = found.crews?.nodes ?? [];
  if (crews.length === 0 || crews.some(({ unit }) => !unit || unit.creditCode === unitCode)) return [];
  const takesPart = found.project?.participatingUnits.some((one) => one.enterpriseCode === unitCode);
  return [takesPart ? complaintOf('[teamSysNo]', 'CREW_UNKNOWN') : complaintOf('[corpCode]', 'UNIT_UNKNOWN')];
}

const CREW = graphDocument(`query RealName_crewOfUnit($code: ID!, $filter: CrewFilter!) {
  crews(filter: $filter, first: 50) { nodes { unit { creditCode } } }
  project(code: $code) { participatingUnits { enterpriseCode } }
}`);

interface Found {
  readonly crews: {
    readonly nodes: readonly { readonly unit: { readonly creditCode: string } | null }[];
  } | null;
  readonly project: { readonly participatingUnits: readonly { readonly enterpriseCode: string }[] } | null;
}
