import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';
import { permitColumns } from '../construction-permit.ts';
import { deductionColumns } from '../credit-deduction.ts';
import { inspectionColumns } from '../sector-inspection.ts';
import { reviewColumns, reviewDerived } from '../sector-review.ts';

const schema = 'housing';

/**
 * 施工许可证; the area is the permitted floor area (建筑面积): its whole square metres, and beside them the exact figure where it has
 * decimals. A permit of a whole area is the record that it always was.
 */
export const HousingPermit = fact(
  { name: 'HousingPermit', schema, table: 'construction_permit', naturalKey: ['permitNo'] },
  {
    ...permitColumns,
    floorAreaM2: column.integer().nullable(),
    floorAreaExactM2: column.decimal().nullable(),
  },
);

/** 校核: what the industry department found when it looked at a project. */
export const HousingReview = fact(
  {
    name: 'HousingReview',
    schema,
    table: 'sector_review',
    naturalKey: ['projectCode', 'reviewNo'],
    derived: reviewDerived,
    occurredAtIsContent: true,
  },
  reviewColumns,
);

/** 检查: what the industry department found on site, and whether it was put right. */
export const HousingInspection = fact(
  { name: 'HousingInspection', schema, table: 'inspection', naturalKey: ['projectCode', 'inspectionNo'] },
  inspectionColumns,
);

/** 信用扣分: credit points taken from an enterprise or a post. */
export const HousingCreditDeduction = fact(
  {
    name: 'HousingCreditDeduction',
    schema,
    table: 'credit_deduction',
    naturalKey: ['projectCode', 'deductionNo'],
  },
  deductionColumns,
);

export const facts = [HousingPermit, HousingReview, HousingInspection, HousingCreditDeduction];
