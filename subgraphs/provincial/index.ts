import { fileURLToPath } from 'node:url';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { attendanceResolvers } from './attendance/resolvers.ts';
import { bankProjects } from './bank-projects/projection.ts';
import { datasets, submissionResolvers } from './datasets.ts';
import { divisionResolvers } from './divisions/resolvers.ts';
import { doubtfulDataResolvers } from './doubtful-data/resolvers.ts';
import { enterpriseResolvers } from './enterprises/resolvers.ts';
import { facts } from './facts.ts';
import { attendanceTally } from './figures/attendance-tally.ts';
import { figuresResolvers } from './figures/resolvers.ts';
import { rosterTally } from './figures/roster-tally.ts';
import { indicatorResolvers } from './indicators/resolvers.ts';
import { partyResolvers } from './party-resolvers.ts';
import { payrollResolvers } from './payroll/resolvers.ts';
import { projectDetailResolvers } from './projects/detail-resolvers.ts';
import { projectResolvers } from './projects/resolvers.ts';
import { warningResolvers } from './warnings/resolvers.ts';
import { workerProjectResolvers } from './worker-projects/resolvers.ts';
import { workerResolvers } from './workers/resolvers.ts';
import { mergeResolvers } from '../resolvers.ts';

/** The provincial hub (桂薪宝): who is on site, who is owed, and what was found wrong. */
export const provincial: Subgraph = {
  name: 'provincial',
  databaseSchema: 'provincial',
  port: 4101,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: mergeResolvers([
    projectResolvers,
    enterpriseResolvers,
    workerResolvers,
    workerProjectResolvers,
    attendanceResolvers,
    payrollResolvers,
    warningResolvers,
    doubtfulDataResolvers,
    indicatorResolvers,
    divisionResolvers,
    figuresResolvers,
    ...partyResolvers,
    ...projectDetailResolvers,
    submissionResolvers,
  ]),
  facts,
  datasets,
  tallies: [attendanceTally, rosterTally],
  projections: [bankProjects],
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
