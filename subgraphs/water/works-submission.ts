import { dataset } from '../../ledger/submission/dataset.ts';
import {
  documentNo,
  oneOf,
  projectCode,
  required,
  text,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { project } from '../../ledger/submission/references/project.ts';
import { checkSector, SECTOR_SUBMIT } from '../sector-platform.ts';
import { WaterWorks } from './facts.ts';
import { platform } from './platform.ts';
import { section, sectionNo } from './section-submission.ts';

const fields = {
  projectCode: required(projectCode()),
  worksNo: required(documentNo({ max: 50, isFree: true })),
  kind: required(oneOf(['RESERVOIR', 'DYKE', 'IRRIGATION', 'PUMPING', 'HYDROPOWER', 'OTHER'])),
  name: required(text({ max: 200 })),
  section: text({ max: 100 }),
  sectionNo: sectionNo(),
  designLevel: text({ max: 50 }),
  cost: yuan(),
};

/** 水利工程, as the sub-platform states it. */
export const waterWorks = dataset<typeof fields>({
  name: 'WATER_WORKS',
  operation: 'submitWaterWorks',
  scopes: SECTOR_SUBMIT,
  fact: WaterWorks,
  fields,
  references: [project, section],
  checkFound: (_values, found, report) => checkSector(platform, found, report),
  write: ({ cost, ...content }, _found, { sentAt }) => ({
    content: { ...content, costFen: cost },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'worksNo'],
});
