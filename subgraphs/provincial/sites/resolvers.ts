import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Project } from '../facts.ts';
import { AttendanceDevice, Geofence } from './facts.ts';
import { cornersOf } from './fence-submission.ts';

type Device = RowOf<typeof AttendanceDevice>;
type Fence = RowOf<typeof Geofence>;

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly isActive?: boolean | null;
  readonly inForceOn?: string | null;
}

export const siteResolvers: Resolvers = {
  Query: {
    attendanceDevice: (_root, { id }, context) => context.one(AttendanceDevice, 'id', id),
    attendanceDevices: (_root, { filter, ...page }, context) =>
      context.store.reader(AttendanceDevice).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'deviceNo' }],
      }),
    geofence: (_root, { id }, context) => context.one(Geofence, 'id', id),
    geofences: (_root, { filter, ...page }, context) =>
      context.store.reader(Geofence).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'fenceNo' }],
      }),
  },
  AttendanceDevice: {
    __resolveReference: ({ id }, context) => context.one(AttendanceDevice, 'id', id),
    project: (row: Device, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    attendType: (row: Device) => codeName('attendance-types', row.attendType),
    isActive: (row: Device) => row.removedOn === null,
    ...recordFields(AttendanceDevice),
  },
  Geofence: {
    __resolveReference: ({ id }, context) => context.one(Geofence, 'id', id),
    project: (row: Fence, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    centre: ({ centreLongitude, centreLatitude }: Fence) =>
      centreLongitude === null ? null : { longitude: centreLongitude, latitude: centreLatitude },
    corners: ({ corners }: Fence) => (corners ? cornersOf(corners) : null),
    attendType: (row: Fence) => codeName('attendance-types', row.attendType),
    ...recordFields(Geofence),
  },
};

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin('provincial', filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.isActive != null)
    where.push(filter.isActive ? sql`t.removed_on is null` : sql`t.removed_on is not null`);
  if (filter?.inForceOn != null)
    where.push(
      sql`t.starts_on <= ${filter.inForceOn}::date and (t.ends_on is null or t.ends_on >= ${filter.inForceOn}::date)`,
    );
  return where;
}
