import type { RawBuilder } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { among, equal, type OfProjects, ofProjects, onSite } from '../asked-rows.ts';
import { Enterprise, ParticipatingUnit, Project } from '../facts.ts';

type Row = RowOf<typeof ParticipatingUnit>;

interface Bank {
  readonly bankCode?: string;
}

interface Filter extends OfProjects {
  readonly enterpriseCode?: string | null;
  readonly roles?: readonly string[] | null;
  readonly onSiteOn?: string | null;
}

/** Units taking part in projects (参建单位). */
export const unitResolvers: Resolvers = {
  Query: {
    participatingUnit: (_root, { id }, context) => context.one(ParticipatingUnit, 'id', id),
    participatingUnits: async (_root, { filter, ...page }, context) =>
      context.store.reader(ParticipatingUnit).page(context.session, {
        ...page,
        where: [
          ...(await ofProjects(filter ?? {}, context, { few: filter?.enterpriseCode != null })),
          ...conditions(filter ?? {}),
        ],
        orderBy: [{ property: 'projectCode' }, { property: 'enterpriseCode' }, { property: 'role' }],
      }),
  },
  ParticipatingUnit: {
    __resolveReference: ({ id }, context) => context.one(ParticipatingUnit, 'id', id),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    unitType: (row: Row) => codeName('project-corp-types', row.unitType),
    payingBanks: (row: Row, _args, context) => {
      const text = context.open(ParticipatingUnit, row, 'payingBanks');
      return text && (JSON.parse(text) as { payingBanks: readonly Bank[] }).payingBanks;
    },
    enterprise: (row: Row, _args, context) => context.one(Enterprise, 'creditCode', row.enterpriseCode),
    ...recordFields(ParticipatingUnit),
  },
  PayingBank: { bank: ({ bankCode }: Bank) => codeName('bank-codes', bankCode) },
};

const conditions = ({ enterpriseCode, roles, onSiteOn }: Filter): RawBuilder<unknown>[] => [
  ...equal('enterprise_code', enterpriseCode),
  ...among('role', roles),
  ...onSite(onSiteOn),
];
