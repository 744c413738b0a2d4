import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';
import { permitColumns } from '../construction-permit.ts';
import { deductionColumns } from '../credit-deduction.ts';
import { inspectionColumns } from '../sector-inspection.ts';
import { reviewColumns, reviewDerived } from '../sector-review.ts';

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
    sectionNo: column.code().nullable(),
    designLevel: column.text().nullable(),
    costFen: column.fen().nullable(),
  },
);

/** 标段 of a project: what one contractor builds of it. */
export const WaterSection = fact(
  { name: 'WaterSection', schema, table: 'water_section', naturalKey: ['projectCode', 'sectionNo'] },
  {
    projectCode: column.code(),
    sectionNo: column.code(),
    name: column.text(),
    contractorCode: column.code().nullable(),
    startsOn: column.day().nullable(),
    endsOn: column.day().nullable(),
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
    derived: reviewDerived,
    occurredAtIsContent: true,
  },
  reviewColumns,
);

/** 检查: what the industry department found on site, and whether it was put right. */
export const WaterInspection = fact(
  { name: 'WaterInspection', schema, table: 'inspection', naturalKey: ['projectCode', 'inspectionNo'] },
  inspectionColumns,
);

/** 信用扣分: credit points taken from an enterprise or a post. */
export const WaterCreditDeduction = fact(
  {
    name: 'WaterCreditDeduction',
    schema,
    table: 'credit_deduction',
    naturalKey: ['projectCode', 'deductionNo'],
  },
  deductionColumns,
);

export const facts = [
  WaterSection,
  WaterWorks,
  WaterPermit,
  WaterReview,
  WaterInspection,
  WaterCreditDeduction,
];
