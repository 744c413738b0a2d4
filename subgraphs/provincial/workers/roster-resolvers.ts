import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads, readsOf } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { equal, inCrewOf, type OfProjects, ofProjects, ofWorker, onSite, rowsOf } from '../asked-rows.ts';
import type { Theme } from '../fields/theme.ts';
import { Crew, Engagement, MigrantWorker, Project, RealNameRegistration } from '../facts.ts';

type Registration = RowOf<typeof RealNameRegistration>;
type OfWorker = Registration | RowOf<typeof Engagement>;

interface Filter extends OfProjects {
  readonly unitCode?: string | null;
  readonly crewNo?: string | null;
  readonly workerId?: string | null;
  readonly isCrewLeader?: boolean | null;
}

interface EngagementFilter extends Filter {
  readonly onSiteOn?: string | null;
}

interface RegistrationFilter extends Filter {
  readonly inForceOn?: string | null;
}

/** One item of insurance and entry card. */
const itemOf = ({ particulars }: Registration, name: string): unknown =>
  (particulars as Theme | null)?.[name] ?? null;

const ofBoth: Record<string, Resolver> = {
  project: readsOf<Pick<OfWorker, 'projectCode'>>({ projectCode: true }, ({ projectCode }, _args, context) =>
    context.showOne(Project, 'projectCode', projectCode),
  ),
  worker: readsOf<Pick<OfWorker, 'workerId'>>({ workerId: true }, ({ workerId }, _args, context) =>
    context.showOne(MigrantWorker, 'workerId', workerId),
  ),
  workType: readsOf<Pick<OfWorker, 'workType'>>({ workType: true }, ({ workType }) =>
    codeName('work-types', workType),
  ),
  workRole: readsOf<Pick<OfWorker, 'workRole'>>({ workRole: true }, ({ workRole }) =>
    codeName('work-roles', workRole),
  ),
};

/** Who is on rosters, and who was in crews from when to when (实名登记、进退场). */
export const rosterResolvers: Resolvers = {
  Query: {
    engagement: (_root, { id }, context) => context.showOne(Engagement, 'id', id),
    engagements: async (_root, { filter, ...page }, context) => {
      const { onSiteOn, ...common } = (filter ?? {}) as EngagementFilter;
      return context.showPage(Engagement, {
        ...page,
        where: [
          ...(await ofProjects(common, context, { worker: true, few: isOfFew(common) })),
          ...conditions(common, context),
          ...onSite(onSiteOn),
        ],
        orderBy: [{ property: 'enteredOn', descending: true }],
      });
    },
    realNameRegistration: (_root, { id }, context) => context.showOne(RealNameRegistration, 'id', id),
    realNameRegistrations: async (_root, { filter, ...page }, context) => {
      const { inForceOn, ...common } = (filter ?? {}) as RegistrationFilter;
      return context.showPage(RealNameRegistration, {
        ...page,
        where: [
          ...(await ofProjects(common, context, { worker: true, few: isOfFew(common) })),
          ...conditions(common, context),
          ...inForce(inForceOn, context),
        ],
        orderBy: [{ property: 'projectCode' }, { property: 'crewNo' }, { property: 'workerId' }],
      });
    },
  },
  RealNameRegistration: {
    __resolveReference: ({ id }, context) => context.showOne(RealNameRegistration, 'id', id),
    ...ofBoth,
    hasInsurance: (row: Registration) => itemOf(row, 'hasInsurance'),
    cardIssuedOn: (row: Registration) => itemOf(row, 'cardIssuedOn'),
    cardPicture: (row: Registration) => itemOf(row, 'cardPicture'),
    cardNo: reads(RealNameRegistration, ['id', 'cardNo'], (row, _args, context) =>
      context.open(RealNameRegistration, row, 'cardNo'),
    ),
    ...recordFields(RealNameRegistration),
  },
  Engagement: {
    __resolveReference: ({ id }, context) => context.showOne(Engagement, 'id', id),
    ...ofBoth,
    ...Object.fromEntries(
      ['entryVoucher', 'exitVoucher', 'settledOn', 'settlementConfirmed'].map((name) => [
        name,
        reads(Engagement, ['papers'], ({ papers }) => (papers as Theme | null)?.[name] ?? null),
      ]),
    ),
    ...recordFields(Engagement),
  },
};

/** Of one unit's crews, or of one worker. */
const isOfFew = ({ unitCode, workerId }: Filter): boolean => unitCode != null || workerId != null;

const conditions = (
  { unitCode, crewNo, workerId, isCrewLeader }: Filter,
  context: SubgraphContext,
): RawBuilder<unknown>[] => [
  ...inCrewOf(unitCode, Crew, context),
  ...equal('crew_no', crewNo),
  ...ofWorker(workerId),
  ...equal('is_crew_leader', isCrewLeader),
];

/**
 * In force on a day (当日有效): registered by then, and not of somebody whose every period in the crew had ended. Modelled: a roster says
 * when somebody is put on it, and nowhere when taken off. One value a row, so that no plan gathers the periods of a province.
 */
const inForce = (day: string | null | undefined, context: SubgraphContext): RawBuilder<unknown>[] =>
  day
    ? [
        sql`(t.registered_on is null or t.registered_on <= ${day}::date)`,
        sql`coalesce((select bool_or(e.exited_on is null or e.exited_on >= ${day}::date) from ${rowsOf(Engagement, 'e', context)}
           where e.project_code = t.project_code and e.crew_no = t.crew_no and e.worker_id = t.worker_id and not e.withdrawn), true)`,
      ]
    : [];
