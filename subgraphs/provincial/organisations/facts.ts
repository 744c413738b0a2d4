import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 组织机构. */
export const Organisation = fact(
  { name: 'Organisation', schema: 'provincial', table: 'organisation', naturalKey: ['code'] },
  {
    code: column.code(),
    name: column.text(),
    abbreviation: column.text().nullable(),
    kind: column.code(),
    level: column.code(),
    sector: column.code().nullable(),
    divisionCode: column.code(),
    parentCode: column.code().nullable(),
  },
);
