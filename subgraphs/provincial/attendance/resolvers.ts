import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { MigrantWorker, Project } from '../facts.ts';
import { AttendanceRecord } from './facts.ts';
import type { MonthAttendance } from './month-attendance.ts';

type Row = RowOf<typeof AttendanceRecord>;

export const attendanceResolvers: Resolvers = {
  AttendanceRecord: {
    __resolveReference: ({ id }, context) => context.one(AttendanceRecord, 'id', id),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    worker: (row: Row, _args, context) => context.one(MigrantWorker, 'workerId', row.workerId),
    attendType: (row: Row) => codeName('attendance-types', row.attendType),
    geofenceCheck: (row: Row) => row.fenceCheck,
    provenance: recordFields(AttendanceRecord).provenance,
  },
  MonthAttendance: {
    freshness: ({ projectCode, month }: MonthAttendance, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['ATTENDANCE'], month }, context),
  },
};
