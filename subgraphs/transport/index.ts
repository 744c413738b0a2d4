import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import { sectorResolvers } from '../sector-resolvers.ts';
import { sectorSdl } from '../sector-sdl.ts';
import type { Subgraph } from '../subgraph.ts';
import { datasets } from './datasets.ts';
import { facts, TransportCreditDeduction, TransportInspection, TransportReview } from './facts.ts';
import { platform } from './platform.ts';
import { transportResolvers } from './resolvers.ts';

/** The transport sub-platform (交建通): the contract sections, permits and reviews of transport projects. */
export const transport: Subgraph = {
  name: 'transport',
  databaseSchema: 'transport',
  port: 4103,
  sdl: sdlOf(new URL('./', import.meta.url)) + sectorSdl(platform),
  resolvers: mergeResolvers([
    transportResolvers,
    sectorResolvers(
      platform,
      { review: TransportReview, inspection: TransportInspection, deduction: TransportCreditDeduction },
      datasets,
    ),
  ]),
  facts,
  datasets,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
