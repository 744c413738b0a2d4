import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { badParameters } from '../answers.ts';
import type { Business } from '../business.ts';
import { beijingText, codeOf, DIRECTION, teamNumber } from '../codes-back.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, everyNode, PAGING, pageOf } from '../pages.ts';
import { askedPerson, PERSON, type Person, personRow } from '../person.ts';
import type { ReadMethod } from './method.ts';

/** 考勤查询: one whole day of a project, of one crew or of one person. */
export const attendanceQuery: ReadMethod = {
  kind: 'READ',
  name: 'WorkerAttendance.Query',
  required: ['projectCode', 'date'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const day = dayOf(business);
    const isAsked = askedPerson(business, desk);
    const crewNo = business.text('teamSysNo');
    const listing = {
      document: RECORDS,
      variables: { code: projectCode, day },
      at: (data: Record<string, unknown>) =>
        (data.project as { attendanceRecords: Connection<Punch> } | null)?.attendanceRecords ?? null,
    };
    const punches = await everyNode(
      desk,
      listing,
      (one) => (crewNo === '' || one.crewNo === crewNo) && isAsked(one.worker),
    );
    return pageOf(punches, askedPage(business), (one) => ({
      projectCode,
      teamSysNo: teamNumber(one.crewNo),
      ...personRow(one.worker),
      date: beijingText(one.occurredAt),
      direction: DIRECTION[one.direction] ?? null,
      channel: one.deviceNo,
      attendType: codeOf(one.attendType),
      lng: one.longitude,
      lat: one.latitude,
    }));
  },
};

function dayOf(business: Business) {
  try {
    return parseBusinessDate(business.required('date').slice(0, 10));
  } catch {
    throw badParameters('[date] 应为 yyyy-MM-dd', 'date is a day as yyyy-MM-dd');
  }
}

const RECORDS = graphDocument(`query RealName_punches($code: ID!, $day: Date, $first: Int!, $after: Cursor) {
  project(code: $code) { attendanceRecords(day: $day, first: $first, after: $after) { ${PAGING} nodes {
    crewNo occurredAt direction attendType { code } deviceNo longitude latitude worker { ${PERSON} }
  } } }
}`);

interface Punch {
  readonly crewNo: string | null;
  readonly occurredAt: string;
  readonly direction: string;
  readonly attendType: { readonly code: string } | null;
  readonly deviceNo: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly worker: Person | null;
}
