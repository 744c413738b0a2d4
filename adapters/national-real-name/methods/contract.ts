import { type Business, fieldOf } from '../business.ts';
import { complaintOf } from '../complaint.ts';
import type { Desk } from '../desk.ts';
import { attachmentRows, attachmentsAt, namedDigests } from '../files.ts';
import { maps } from '../maps.ts';
import type { Hindrance, PlannedRecord } from '../plan.ts';
import { inProject } from './in-project.ts';
import { listed } from './listed.ts';
import type { WriteMethod } from './method.ts';

/** 劳动合同. */
export const contractAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'WorkerContract.Add',
  isDirect: false,
  required: ['projectCode'],
  list: 'contractList',
  plan(business, desk) {
    const sent = filesOf(business);
    const outer = { projectCode: business.required('projectCode') };
    const plan = listed(
      'submitLabourContracts',
      maps.contract,
      'contractList',
      business,
      desk,
      outer,
      sent.flatMap(({ rows, list }) => attachmentsAt(rows, list)),
    );
    const withFiles = (record: PlannedRecord) => {
      const own = sent.find(({ place }) => place === record.place);
      return own ? withDigests(record, namedDigests(own.rows, own.list, plan.files)) : record;
    };
    const parts = plan.parts.map((part) => ({ ...part, records: part.records.map(withFiles) }));
    const records = parts.flatMap((part) => part.records);
    return { ...plan, parts, inTheWay: (desk) => notInProject(outer.projectCode, records, desk) };
  },
};

/** The attachments of each contract of the list, with where they stand. */
const filesOf = (business: Business) =>
  business.list('contractList').map((row, index) => ({
    place: `[contractList][${index}]`,
    list: `contractList][${index}][attachments`,
    rows: attachmentRows(fieldOf(row, 'attachments')),
  }));

/** §5: a contract is of somebody who is in the project; whoever is not is told so, and nothing of it is kept. */
async function notInProject(
  projectCode: string,
  records: readonly PlannedRecord[],
  desk: Desk,
): Promise<Hindrance[]> {
  const people = await inProject(
    projectCode,
    records.map(({ fields }) => fields),
    desk,
  );
  return records
    .filter((_one, at) => people[at]?.isHere === false)
    .map(({ place }) => ({ at: place, complaint: complaintOf(place, 'WORKER_UNKNOWN') }));
}

/** A contract's files are told by their digests (附件摘要), with the names that were stated; the files themselves are kept by the door. */
function withDigests(record: PlannedRecord, attachments: ReturnType<typeof namedDigests>): PlannedRecord {
  if (attachments.length === 0) return record;
  return {
    ...record,
    fields: { ...record.fields, attachments },
    fieldAt: (path) =>
      path.startsWith('attachments') ? `${record.place}[attachments]` : record.fieldAt(path),
  };
}
