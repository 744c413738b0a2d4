import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { labourContracts } from './contracts/dataset.ts';
import { contractResolvers } from './contracts/resolvers.ts';
import { creditRecords } from './credit-records/dataset.ts';
import { creditRecordResolvers } from './credit-records/resolvers.ts';
import { discreditedListings } from './discredited-listings/dataset.ts';
import { discreditedListingResolvers } from './discredited-listings/resolvers.ts';
import { facts } from './facts.ts';
import { inspectionCases } from './inspections/case-dataset.ts';
import { interviews } from './inspections/interview-dataset.ts';
import { rectificationOrders } from './inspections/order-dataset.ts';
import { inspectionResolvers } from './inspections/resolvers.ts';
import { trainings } from './trainings/dataset.ts';
import { trainingResolvers } from './trainings/resolvers.ts';
import { wageOfficers } from './wage-officers/dataset.ts';
import { wageOfficerResolvers } from './wage-officers/resolvers.ts';
import { workerMonthResolvers } from './worker-months/resolvers.ts';

/** The human-resources and social-security department: contracts, training, inspection and what follows, credit. */
export const humanResources: Subgraph = {
  name: 'human-resources',
  databaseSchema: 'human_resources',
  port: 4106,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: mergeResolvers([
    contractResolvers,
    trainingResolvers,
    wageOfficerResolvers,
    inspectionResolvers,
    discreditedListingResolvers,
    creditRecordResolvers,
    workerMonthResolvers,
  ]),
  facts,
  datasets: [
    labourContracts,
    trainings,
    wageOfficers,
    inspectionCases,
    interviews,
    rectificationOrders,
    discreditedListings,
    creditRecords,
  ],
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
