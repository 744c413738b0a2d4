import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';
import { permitColumns } from '../construction-permit.ts';
import { reviewColumns } from '../sector-review.ts';

const schema = 'water';

/** 水利工程: one work of a project, of one kind. */
export const WaterWorks = fact(
  { name: 'WaterWorks', schema, table: 'water_works', naturalKey: ['projectCode', 'worksNo'] },
  {
    projectCode: column.code(),
    worksNo: column.code(),
    kind: column.code(),
    name: column.text(),
    section: column.text().nullable(),
    designLevel: column.text().nullable(),
    costFen: column.fen().nullable(),
  },
);

/** 施工许可证. */
export const WaterPermit = fact(
  { name: 'WaterPermit', schema, table: 'construction_permit', naturalKey: ['permitNo'] },
  permitColumns,
);

/** 校核: what the industry department found when it looked at a project. */
export const WaterReview = fact(
  {
    name: 'WaterReview',
    schema,
    table: 'sector_review',
    naturalKey: ['projectCode', 'reviewNo'],
    occurredAtIsContent: true,
  },
  reviewColumns,
);

export const facts = [WaterWorks, WaterPermit, WaterReview];
