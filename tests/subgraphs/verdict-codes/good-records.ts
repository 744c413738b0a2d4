import { cardNumber } from '../../../seeds/synthetic-numbers.ts';
import { bankingRecords } from './banking-cases.ts';
import { humanResourcesRecords } from './human-resources-cases.ts';
import { partyRecords } from './party-cases.ts';
import { projectRecords } from './project-cases.ts';
import type { Operation, Row } from './rooms.ts';
import { sectorRecords } from './sector-cases.ts';
import * as site from './site.ts';

/** A record in order of every dataset of every department. */
export const GOOD: readonly (readonly [Operation, Row])[] = [
  ['submitEnterprises', site.enterprise()],
  ['fileProjects', site.project({ projectCode: 'P' })],
  ['submitParticipatingUnits', site.unit({ enterpriseCode: site.CONTRACTOR })],
  ['submitCrews', site.crew('20')],
  ['submitMigrantWorkers', site.worker('1992-01-02')],
  ['submitRealNameRegistrations', site.engagement({ enteredOn: undefined })],
  ['submitEngagements', site.engagement()],
  ['submitAttendance', site.punch('2026-03-01T07:31:30+08:00')],
  ['submitPayrollSheets', site.sheet('1')],
  ['submitLabourContracts', site.contract()],
  ...bankingRecords,
  ...humanResourcesRecords,
  ...partyRecords,
  ...projectRecords,
  ...sectorRecords,
  ['submitSpecialWageAccounts', site.account()],
  ['submitWageCards', site.wageCard(cardNumber(1))],
];
