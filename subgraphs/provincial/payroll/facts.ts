import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 工资确认: what a worker confirms of the own line of a sheet; when, is the record's instant. */
export const PayrollConfirmation = fact(
  {
    name: 'PayrollConfirmation',
    schema: 'provincial',
    table: 'payroll_confirmation',
    naturalKey: ['projectCode', 'sheetNo', 'lineNo'],
    occurredAtIsContent: true,
  },
  {
    projectCode: column.code(),
    sheetNo: column.code(),
    lineNo: column.integer(),
    workerId: column.uuid(),
    channel: column.code(),
    confirmedFen: column.fen().nullable(),
    /** Digest of the signature or recording. */
    proof: column.code().nullable(),
  },
);
