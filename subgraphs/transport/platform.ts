import type { SectorPlatform } from '../sector-platform.ts';

/** What tells the transport sub-platform (交建通) from the others. The routing of works is modelled: project-categories, notes. */
export const platform: SectorPlatform = {
  type: 'Transport',
  field: 'transport',
  noun: 'transport',
  kind: 'TRANSPORT',
  department: '交通运输部门',
  othersWorks: ['01', '02', '07'],
};
