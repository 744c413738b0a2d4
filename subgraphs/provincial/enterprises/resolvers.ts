import { sql } from 'kysely';
import { reads } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { rowsOf } from '../asked-rows.ts';
import { Enterprise, ParticipatingUnit, Project } from '../facts.ts';
import { themesOf } from '../fields/particulars.ts';
import { enterpriseConditions } from './enterprise-filter.ts';

type Registration = Readonly<Record<string, string | undefined>>;

const PROJECT_CODES = 5_000;

/** A project `t` of which the enterprise `k.key` is a participating unit, in whatever role, or which was filed as its own. */
const takesPart = (context: SubgraphContext) => sql`t.project_code in (
  select u.project_code from ${rowsOf(ParticipatingUnit, 'u', context)} where u.enterprise_code = k.key and not u.withdrawn
  union all select o.project_code from ${rowsOf(Project, 'o', context)} where o.owner_code = k.key
  union all select c.project_code from ${rowsOf(Project, 'c', context)} where c.general_contractor_code = k.key)`;

export const enterpriseResolvers: Resolvers = {
  Query: {
    enterprise: (_root, { creditCode }, context) => context.showOne(Enterprise, 'creditCode', creditCode),
    enterprises: (_root, { nameContains, hasConflicts, filter, ...page }, context) =>
      context.showPage(Enterprise, {
        ...page,
        where: [
          ...enterpriseConditions({ nameContains, hasConflicts }, context),
          ...enterpriseConditions(filter ?? {}, context),
        ],
        orderBy: [{ property: 'creditCode' }],
      }),
  },
  Enterprise: {
    __resolveReference: ({ creditCode }, context) => context.showOne(Enterprise, 'creditCode', creditCode),
    registrationType: reads(Enterprise, ['registrationType'], (row) =>
      codeName('enterprise-registration-types', row.registrationType),
    ),
    registration: reads(Enterprise, ['id', 'registration', 'contacts'], (row, _args, context) =>
      themesOf(Enterprise, row, ['registration', 'contacts'], context),
    ),
    projects: reads(Enterprise, ['creditCode'], (row, args, context) =>
      context.showPageBelow(Project, 'generalContractorCode', row.creditCode, {
        ...args,
        question: 'takes part',
        link: takesPart(context),
        orderBy: [{ property: 'projectCode' }],
      }),
    ),
    projectCodes: reads(Enterprise, ['creditCode'], (row, _args, context) =>
      context
        .loader<string, string[]>('project codes of enterprises', async (codes) => {
          const rows = await context.session.rows<{ enterprise_code: string; project_code: string }>(sql`
            select u.enterprise_code, u.project_code from ${rowsOf(ParticipatingUnit, 'u', context)}
             where u.enterprise_code = any(${codes as string[]}) and not u.withdrawn
            union
            select p.owner_code, p.project_code from ${rowsOf(Project, 'p', context)}
             where p.owner_code = any(${codes as string[]}) and not p.withdrawn
            union
            select p.general_contractor_code, p.project_code from ${rowsOf(Project, 'p', context)}
             where p.general_contractor_code = any(${codes as string[]}) and not p.withdrawn
             order by 1, 2`);
          return codes.map((code) =>
            rows
              .filter((one) => one.enterprise_code === code)
              .map((one) => one.project_code)
              .slice(0, PROJECT_CODES),
          );
        })
        .load(row.creditCode),
    ),
    ...recordFields(Enterprise),
  },
  EnterpriseRegistration: {
    capitalCurrency: (stated: Registration) => codeName('currency', stated.capitalCurrency),
    legalRepresentativeDocumentType: (stated: Registration) =>
      codeName('id-cert-types', stated.legalRepresentativeDocumentType),
  },
};
