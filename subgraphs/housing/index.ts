import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import { sectorResolvers } from '../sector-resolvers.ts';
import { sectorSdl } from '../sector-sdl.ts';
import type { Subgraph } from '../subgraph.ts';
import { datasets } from './datasets.ts';
import { facts, HousingCreditDeduction, HousingInspection, HousingReview } from './facts.ts';
import { platform } from './platform.ts';
import { housingResolvers } from './resolvers.ts';

const FLOOR_AREA = `
  """
  The permitted floor area (建筑面积): square metres from 1 to 10,000,000 with at most two decimals; without it nobody knows whether building works
  must take attendance by face, and the record is taken with FACE_ATTENDANCE_UNDECIDED.
  """
  floorArea: Stated`;

/** The housing sub-platform (桂建通): the permits, reviews, inspections and credit deductions of housing and municipal projects. */
export const housing: Subgraph = {
  name: 'housing',
  databaseSchema: 'housing',
  port: 4102,
  sdl: sdlOf(new URL('./', import.meta.url)) + sectorSdl(platform, FLOOR_AREA),
  resolvers: mergeResolvers([
    housingResolvers,
    sectorResolvers(
      platform,
      { review: HousingReview, inspection: HousingInspection, deduction: HousingCreditDeduction },
      datasets,
    ),
  ]),
  facts,
  datasets,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
