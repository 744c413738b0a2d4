import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { WageOfficer } from '../facts.ts';
import { equal, ofDivision } from '../filters.ts';
import { enterpriseOf, projectOf } from '../references.ts';
import { wageOfficers } from './dataset.ts';

type Officer = RowOf<typeof WageOfficer>;

interface Filter {
  readonly projectCode?: string | null;
  readonly employer?: string | null;
  readonly division?: string | null;
  readonly isTrained?: boolean | null;
}

const LATEST = [{ property: 'appointedOn', descending: true }, { property: 'officerNo' }];

export const wageOfficerResolvers: Resolvers = {
  Query: {
    wageOfficer: (_root, { id }, context) => context.one(WageOfficer, 'id', id),
    wageOfficers: (_root, { filter, ...page }, context) =>
      context.store.reader(WageOfficer).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST,
      }),
  },
  Mutation: { submitWageOfficers: submits(wageOfficers) },
  Project: {
    wageOfficers: ({ code }, _args, context) => context.many(WageOfficer, 'projectCode', code, LATEST),
  },
  WageOfficer: {
    __resolveReference: ({ id }, context) => context.one(WageOfficer, 'id', id),
    project: projectOf,
    employer: (row: Officer) => enterpriseOf(row.employerCode),
    phone: (row: Officer, _args, context) => context.open(WageOfficer, row, 'phone'),
    isTrained: (row: Officer) => row.trainedOn !== null,
    ...recordFields(WageOfficer),
  },
};

const conditions = ({ projectCode, employer, division, isTrained }: Filter): RawBuilder<unknown>[] => [
  ...equal('project_code', projectCode),
  ...equal('employer_code', employer),
  ...ofDivision(division),
  ...(isTrained == null ? [] : [sql`(t.trained_on is not null) = ${isTrained}`]),
];
