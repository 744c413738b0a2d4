import { dataset } from '../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  notReversed,
  projectCode,
  required,
  text,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { project } from '../../ledger/submission/references/project.ts';
import { keyOf, numberedInProject, stillNamedBy } from '../numbered-in-project.ts';
import { checkSector, SECTOR_SUBMIT } from '../sector-platform.ts';
import { WaterSection, WaterWorks } from './facts.ts';
import { platform } from './platform.ts';

/** The number of a section (标段编号), as every record that names one states it. */
export const sectionNo = () => documentNo({ max: 50, isFree: true });

const fields = {
  projectCode: required(projectCode()),
  sectionNo: required(sectionNo()),
  name: required(text({ max: 200 })),
  contractorCode: creditCode(),
  startsOn: day(),
  endsOn: day(),
  cost: yuan(),
};

/** 标段, as the sub-platform states it. */
export const waterSections = dataset<typeof fields>({
  name: 'WATER_SECTION',
  operation: 'submitWaterSections',
  scopes: SECTOR_SUBMIT,
  fact: WaterSection,
  fields,
  check({ startsOn, endsOn }, report) {
    notReversed(report, 'endsOn', startsOn, endsOn);
  },
  references: [project],
  checkFound: (_values, found, report) => checkSector(platform, found, report),
  write: ({ cost, ...content }, _found, { sentAt }) => ({
    content: { ...content, costFen: cost },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'sectionNo'],
  stillNamed: stillNamedBy(WaterSection, WaterWorks, 'sectionNo'),
  releases: (content) => [
    { name: 'section', key: keyOf(String(content.projectCode), String(content.sectionNo)) },
  ],
});

/** The section of the project that a record names (标段). */
export const section = numberedInProject(WaterSection, 'section', 'sectionNo', 'SECTION_UNKNOWN');
