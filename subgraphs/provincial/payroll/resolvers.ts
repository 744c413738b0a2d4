import { sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, MigrantWorker, PayrollEntry, PayrollSheet, Project } from '../facts.ts';

type Sheet = RowOf<typeof PayrollSheet>;
type Entry = RowOf<typeof PayrollEntry>;

export const payrollResolvers: Resolvers = {
  Query: {
    payrollSheet: (_root, { id }, context) => context.one(PayrollSheet, 'id', id),
  },
  PayrollSheet: {
    __resolveReference: ({ id }, context) => context.one(PayrollSheet, 'id', id),
    project: (row: Sheet, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    unit: (row: Sheet, _args, context) => context.one(Enterprise, 'creditCode', row.unitCode),
    status: (row: Sheet) => codeName('payroll-status', row.status),
    totalPayable: (row: Sheet) => row.totalPayableFen,
    totalActual: (row: Sheet) => row.totalActualFen,
    // A sheet number is unique in its project only, so the page is asked by project and narrowed to the sheet.
    entries: (row: Sheet, args, context) =>
      context.pageBelow(PayrollEntry, 'projectCode', row.projectCode, {
        ...args,
        question: row.sheetNo,
        where: [sql`t.sheet_no = ${row.sheetNo}`],
        orderBy: [{ property: 'lineNo' }],
      }),
    ...recordFields(PayrollSheet),
  },
  PayrollEntry: {
    __resolveReference: ({ id }, context) => context.one(PayrollEntry, 'id', id),
    worker: (row: Entry, _args, context) => context.one(MigrantWorker, 'workerId', row.workerId),
    payable: (row: Entry) => row.payableFen,
    actual: (row: Entry) => row.actualFen,
    provenance: recordFields(PayrollEntry).provenance,
  },
};
