import { creditDeductionSdl } from './credit-deduction-sdl.ts';
import { sectorInspectionSdl } from './sector-inspection-sdl.ts';
import type { SectorPlatform } from './sector-platform.ts';
import { sectorSubmissionsSdl } from './sector-submissions-sdl.ts';

/**
 * The SDL that the sub-platforms of the industry departments have alike but for their names, which a type must carry: two
 * subgraphs with a type of one name would both own it.
 * @param ownOfPermit fields of the permit record that are this sector's alone
 */
export const sectorSdl = (platform: SectorPlatform, ownOfPermit?: string): string =>
  sectorSubmissionsSdl(platform, ownOfPermit) + sectorInspectionSdl(platform) + creditDeductionSdl(platform);
