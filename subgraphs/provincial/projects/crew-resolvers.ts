import { type RawBuilder, sql } from 'kysely';
import { keyIn } from '../../../ledger/fits.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { equal, type OfProjects, ofProjects, onSite, rowsOf } from '../asked-rows.ts';
import { filesOf } from '../../attachments.ts';
import { digestsOf } from '../../file-digests.ts';
import { themesOf, yuanOf } from '../fields/particulars.ts';
import { Crew, Engagement, Enterprise, Project, RealNameRegistration } from '../facts.ts';

type Row = RowOf<typeof Crew>;

type Particulars = Readonly<Record<string, string | undefined>>;

const digestsIn = (text: string | undefined) => (text === undefined ? null : digestsOf(text));

interface Filter extends OfProjects {
  readonly unitCode?: string | null;
  readonly crewNo?: string | null;
  readonly leaderId?: string | null;
  readonly onSiteOn?: string | null;
}

/** What names the crew `k.key` by its project and number. The key of a crew never changes, so today's row tells it of any instant. */
const OF_CREW = sql`(t.project_code, t.crew_no) in (
  select c.project_code, c.crew_no from provincial.crew c where c.id = k.key)`;

/** Crews (班组): whose they are, and who is in them. */
export const crewResolvers: Resolvers = {
  Query: {
    crew: (_root, { id }, context) => context.one(Crew, 'id', id),
    crews: async (_root, { filter, ...page }, context) =>
      context.store.reader(Crew).page(context.session, {
        ...page,
        where: [
          ...(await ofProjects(filter ?? {}, context, {
            few: filter?.unitCode != null || filter?.leaderId != null,
          })),
          ...conditions(filter ?? {}, context),
        ],
        orderBy: [{ property: 'projectCode' }, { property: 'unitCode' }, { property: 'crewNo' }],
      }),
  },
  Crew: {
    __resolveReference: ({ id }, context) => context.one(Crew, 'id', id),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    unit: (row: Row, _args, context) => context.one(Enterprise, 'creditCode', row.unitCode),
    particulars: (row: Row, _args, context) => themesOf(Crew, row, ['particulars', 'people'], context),
    engagements: (row: Row, { onSiteOn, ...page }, context) =>
      context.pageBelow(Engagement, 'id', row.id, {
        ...page,
        question: JSON.stringify(['in a crew', onSiteOn]),
        link: OF_CREW,
        where: onSite(onSiteOn),
        orderBy: [{ property: 'enteredOn', descending: true }],
      }),
    realNameRegistrations: (row: Row, page, context) =>
      context.pageBelow(RealNameRegistration, 'id', row.id, {
        ...page,
        question: 'in a crew',
        link: OF_CREW,
        orderBy: [{ property: 'workerId' }],
      }),
    ...recordFields(Crew),
  },
  CrewParticulars: {
    leaderDocumentType: (stated: Particulars) => codeName('id-cert-types', stated.leaderDocumentType),
    responsibleDocumentType: (stated: Particulars) =>
      codeName('id-cert-types', stated.responsibleDocumentType),
    workType: (stated: Particulars) => codeName('work-types', stated.workType),
    wage: (stated: Particulars) => yuanOf(stated.wage),
    entryAttachments: (stated: Particulars) => digestsIn(stated.entryAttachments),
    exitAttachments: (stated: Particulars) => digestsIn(stated.exitAttachments),
    entryFiles: (stated: Particulars) => filesOf(stated.entryAttachments, stated.entryFiles),
    exitFiles: (stated: Particulars) => filesOf(stated.exitAttachments, stated.exitFiles),
  },
};

const conditions = (
  { unitCode, crewNo, leaderId, onSiteOn }: Filter,
  context: SubgraphContext,
): RawBuilder<unknown>[] => [
  ...equal('unit_code', unitCode),
  ...equal('crew_no', crewNo),
  ...ledBy(leaderId, context),
  ...onSite(onSiteOn),
];

/** Led by a worker (班组长), by a period in the crew or by its roster. */
function ledBy(id: string | null | undefined, context: SubgraphContext): RawBuilder<unknown>[] {
  if (id == null) return [];
  const leader = keyIn('uuid', id);
  if (leader === null) return [sql`false`];
  const led = [Engagement, RealNameRegistration].map(
    (fact) => sql`select l.project_code, l.crew_no from ${rowsOf(fact, 'l', context)}
      where l.worker_id = ${leader}::uuid and l.is_crew_leader and not l.withdrawn`,
  );
  return [sql`(t.project_code, t.crew_no) in (${sql.join(led, sql` union all `)})`];
}
