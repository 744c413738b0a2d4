import type { SectorPlatform } from '../sector-platform.ts';

/** What tells the water sub-platform (水利通) from the others. The routing of works is modelled: project-categories, notes. */
export const platform: SectorPlatform = {
  type: 'Water',
  field: 'water',
  noun: 'water',
  kind: 'WATER',
  department: '水利部门',
  othersWorks: ['01', '02', '05', '06'],
};
