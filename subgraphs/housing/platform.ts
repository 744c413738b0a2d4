import type { SectorPlatform } from '../sector-platform.ts';

/** What tells the housing sub-platform (桂建通) from the others. The routing of works is modelled: project-categories, notes. */
export const platform: SectorPlatform = {
  type: 'Housing',
  field: 'housing',
  noun: 'housing',
  kind: 'HOUSING',
  department: '住建部门',
  othersWorks: ['05', '06', '07'],
};
