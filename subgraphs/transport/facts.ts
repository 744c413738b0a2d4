import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';
import { permitColumns } from '../construction-permit.ts';
import { deductionColumns } from '../credit-deduction.ts';
import { inspectionColumns } from '../sector-inspection.ts';
import { reviewColumns, reviewDerived } from '../sector-review.ts';

const schema = 'transport';

/** 合同段; the chainages (桩号) are text as the source writes them, the length is in metres. */
export const ContractSection = fact(
  {
    name: 'ContractSection',
    schema,
    table: 'contract_section',
    naturalKey: ['projectCode', 'sectionNo'],
  },
  {
    projectCode: column.code(),
    sectionNo: column.code(),
    name: column.text(),
    routeName: column.text().nullable(),
    isWaterway: column.flag(),
    startsChainage: column.text().nullable(),
    endsChainage: column.text().nullable(),
    lengthM: column.integer().nullable(),
    costFen: column.fen().nullable(),
    contractorCode: column.code().nullable(),
  },
);

/** 施工许可证. */
export const TransportPermit = fact(
  { name: 'TransportPermit', schema, table: 'construction_permit', naturalKey: ['permitNo'] },
  permitColumns,
);

/** 校核: what the industry department found when it looked at a project. */
export const TransportReview = fact(
  {
    name: 'TransportReview',
    schema,
    table: 'sector_review',
    naturalKey: ['projectCode', 'reviewNo'],
    derived: reviewDerived,
    occurredAtIsContent: true,
  },
  reviewColumns,
);

/** 检查: what the industry department found on site, and whether it was put right. */
export const TransportInspection = fact(
  { name: 'TransportInspection', schema, table: 'inspection', naturalKey: ['projectCode', 'inspectionNo'] },
  inspectionColumns,
);

/** 信用扣分: credit points taken from an enterprise or a post. */
export const TransportCreditDeduction = fact(
  {
    name: 'TransportCreditDeduction',
    schema,
    table: 'credit_deduction',
    naturalKey: ['projectCode', 'deductionNo'],
  },
  deductionColumns,
);

export const facts = [
  ContractSection,
  TransportPermit,
  TransportReview,
  TransportInspection,
  TransportCreditDeduction,
];
