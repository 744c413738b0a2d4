import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import { sectorResolvers } from '../sector-resolvers.ts';
import { sectorSdl } from '../sector-sdl.ts';
import type { Subgraph } from '../subgraph.ts';
import { datasets } from './datasets.ts';
import { facts, WaterCreditDeduction, WaterInspection, WaterReview } from './facts.ts';
import { platform } from './platform.ts';
import { waterResolvers } from './resolvers.ts';

/** The water sub-platform (水利通): the works, permits and reviews of water projects. */
export const water: Subgraph = {
  name: 'water',
  databaseSchema: 'water',
  port: 4104,
  sdl: sdlOf(new URL('./', import.meta.url)) + sectorSdl(platform),
  resolvers: mergeResolvers([
    waterResolvers,
    sectorResolvers(
      platform,
      { review: WaterReview, inspection: WaterInspection, deduction: WaterCreditDeduction },
      datasets,
    ),
  ]),
  facts,
  datasets,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
