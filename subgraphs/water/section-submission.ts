import { sql } from 'kysely';
import { arrayLiteral } from '../../ledger/array-literals.ts';
import { dataset, type Reference } from '../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  notReversed,
  projectCode,
  required,
  text,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { project } from '../../ledger/submission/references/project.ts';
import { checkSector, SECTOR_SUBMIT } from '../sector-platform.ts';
import { WaterSection } from './facts.ts';
import { platform } from './platform.ts';

/** The number of a section (标段编号), as every record that names one states it. */
export const sectionNo = () => text({ max: 50 });

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
  releases: (content) => [{ name: 'section', key: `${content.projectCode} ${content.sectionNo}` }],
});

/** The section of the project that a record names (标段); a project's code has no blank in it, a number may. */
export const section: Reference<
  { readonly projectCode: string | null; readonly sectionNo: string | null },
  string
> = {
  name: 'section',
  path: 'sectionNo',
  missing: 'SECTION_UNKNOWN',
  asks: 'database',
  key: (values) =>
    values.projectCode === null || values.sectionNo === null
      ? null
      : `${values.projectCode} ${values.sectionNo}`,
  async find(keys, _scene, db) {
    const parts = keys.map(
      (key) => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)] as const,
    );
    const rows = await db!.rows<{ readonly key: string }>(sql`
      select s.project_code || ' ' || s.section_no as key from water.water_section s
       where (s.project_code, s.section_no) in (select * from unnest(
         ${arrayLiteral(parts.map(([code]) => code))}::text[], ${arrayLiteral(parts.map(([, no]) => no))}::text[]))
         and not s.withdrawn`);
    return new Map(rows.map(({ key }) => [key, key]));
  },
};
