import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { MigrantWorker, Project } from '../facts.ts';
import { attendanceRecord } from './archived.ts';
import { AttendanceRecord } from './facts.ts';
import type { MonthAttendance } from './month-attendance.ts';

type Row = RowOf<typeof AttendanceRecord>;

export const attendanceResolvers: Resolvers = {
  Query: {
    attendanceRecord: (_root, { id }, context) => attendanceRecord(id, context),
  },
  AttendanceRecord: {
    __resolveReference: ({ id }, context) => attendanceRecord(id, context),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    worker: (row: Row, _args, context) => context.one(MigrantWorker, 'workerId', row.workerId),
    attendType: (row: Row) => codeName('attendance-types', row.attendType),
    geofenceCheck: (row: Row) => row.fenceCheck,
    ...recordFields(AttendanceRecord),
  },
  MonthAttendance: {
    freshness: ({ projectCode, month }: MonthAttendance, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['ATTENDANCE'], month }, context),
  },
};
