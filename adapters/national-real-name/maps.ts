import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mapping } from '../mapping/mapping.ts';
import { readMapping } from '../mapping/read-mapping.ts';

/** Field maps of the interface (字段映射): one file per object that is written, data in `maps/`. */
export const maps = {
  enterprise: load('enterprise'),
  project: load('project'),
  participatingUnit: load('participating-unit'),
  payingBank: load('paying-bank'),
  statedPermit: load('stated-permit'),
  siteManager: load('site-manager'),
  specialWageAccount: load('special-wage-account'),
  crew: load('crew'),
  migrantWorker: load('migrant-worker'),
  registration: load('real-name-registration'),
  wageCard: load('wage-card'),
  engagement: load('engagement'),
  contract: load('labour-contract'),
  attendance: load('attendance'),
  payrollSheet: load('payroll-sheet'),
  payrollEntry: load('payroll-entry'),
  training: load('training'),
  trainingWorker: load('training-worker'),
} as const;

function load(name: string): Mapping {
  const file = `maps/${name}.yaml`;
  return readMapping(readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8'), file);
}
