import { type Business, fieldOf } from '../business.ts';
import { attachmentRows, attachmentsAt, namedDigests } from '../files.ts';
import { maps } from '../maps.ts';
import type { PlannedRecord } from '../plan.ts';
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
    return {
      ...plan,
      parts: plan.parts.map((part) => ({ ...part, records: part.records.map(withFiles) })),
    };
  },
};

/** The attachments of each contract of the list, with where they stand. */
const filesOf = (business: Business) =>
  business.list('contractList').map((row, index) => ({
    place: `[contractList][${index}]`,
    list: `contractList][${index}][attachments`,
    rows: attachmentRows(fieldOf(row, 'attachments')),
  }));

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
