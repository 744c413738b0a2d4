import type { Sector } from '../../../kernel/caller.ts';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import { Project } from '../../../subgraphs/provincial/facts.ts';
import type { Department } from '../support/department.ts';

/** Two units that have a crew on every site. */
export const [BUILDER, LABOUR] = [enterpriseCode('450100', 11), enterpriseCode('450100', 12)];

type Content = Record<string, unknown>;
export type Place = readonly [code: string, sector: Sector, division: string];

export const unit = (projectCode: string, enterpriseCode: string, more: Content = {}): Content => ({
  projectCode,
  enterpriseCode,
  role: 'SUBCONTRACTOR',
  enteredOn: null,
  exitedOn: null,
  ...more,
});
export const crew = (projectCode: string, unitCode: string, crewNo: string, more: Content = {}): Content => ({
  projectCode,
  unitCode,
  crewNo,
  name: '木工班组',
  enteredOn: null,
  exitedOn: null,
  ...more,
});
export const period = (
  projectCode: string,
  crewNo: string,
  workerId: string,
  more: Content = {},
): Content => ({
  projectCode,
  crewNo,
  workerId,
  workType: null,
  workRole: null,
  isCrewLeader: false,
  enteredOn: '2026-01-05',
  exitedOn: null,
  ...more,
});
export const roster = (
  projectCode: string,
  crewNo: string,
  workerId: string,
  more: Content = {},
): Content => ({
  projectCode,
  crewNo,
  workerId,
  workType: null,
  workRole: null,
  isCrewLeader: false,
  cardNo: null,
  registeredOn: null,
  ...more,
});
export const sheet = (
  projectCode: string,
  sheetNo: string,
  payMonth: string,
  more: Content = {},
): Content => ({
  projectCode,
  sheetNo,
  unitCode: LABOUR,
  crewNo: null,
  payMonth,
  status: '1',
  totalPayableFen: 100n,
  totalActualFen: 100n,
  paidOn: null,
  linesDigest: null,
  ...more,
});

/** Projects on file and in row scope. */
export async function openProjects(
  department: Department,
  at: string,
  places: readonly Place[],
): Promise<void> {
  await department.scope(places);
  await department.write(
    Project,
    at,
    places.map(([projectCode, sector, divisionCode]) => ({
      projectCode,
      kind: sector === 'ENERGY' ? 'OTHER' : sector,
      sector,
      divisionCode,
      name: '示例工程',
      constructionStatus: '003',
      isUnderKeySupervision: false,
    })),
  );
}
