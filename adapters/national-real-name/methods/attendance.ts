import { fieldOf, textOf } from '../business.ts';
import { maps } from '../maps.ts';
import { PICTURE } from '../picture.ts';
import { listed } from './listed.ts';
import type { PlannedRecord } from '../plan.ts';
import type { WriteMethod } from './method.ts';

/** 考勤. */
export const attendanceAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'WorkerAttendance.Add',
  isDirect: false,
  required: ['projectCode', 'teamSysNo'],
  list: 'dataList',
  plan(business, desk) {
    const pictures = business.list('dataList').map((row, index) => ({
      text: textOf(fieldOf(row, 'image')),
      place: `[dataList][${index}][image]`,
      limit: PICTURE,
    }));
    const outer = { projectCode: business.required('projectCode'), crewNo: business.required('teamSysNo') };
    const plan = listed('submitAttendance', maps.attendance, 'dataList', business, desk, outer, pictures);
    const photos = new Map(plan.files.map(({ place, digest }) => [place, digest]));
    return {
      ...plan,
      parts: plan.parts.map(({ operation, records }) => ({
        operation,
        records: records.map((record) => withPhoto(placed(record), photos)),
      })),
    };
  },
};

/** Half a position is nowhere: the punch is taken without it, since lng and lat are optional each (§6.8). */
function placed(record: PlannedRecord): PlannedRecord {
  const { longitude, latitude, ...fields } = record.fields;
  return longitude === undefined || latitude === undefined ? { ...record, fields } : record;
}

/** The photo is told by its digest (考勤照片摘要); the picture itself is kept by the door. */
function withPhoto(record: PlannedRecord, photos: ReadonlyMap<string, string>): PlannedRecord {
  const photo = photos.get(`${record.place}[image]`);
  return photo === undefined ? record : { ...record, fields: { ...record.fields, photo } };
}
