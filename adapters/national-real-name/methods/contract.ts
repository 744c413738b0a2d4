import { fieldOf, isRow, textOf } from '../business.ts';
import { complaintOf } from '../complaint.ts';
import type { Desk } from '../desk.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
import type { Hindrance, Part, Plan, PlannedRecord } from '../plan.ts';
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
    const attachments = business.list('contractList').flatMap((row, index) => {
      const sent = fieldOf(row, 'attachments');
      const list = `contractList][${index}][attachments`;
      return (Array.isArray(sent) ? sent : []).filter(isRow).map((one, place) => ({
        text: textOf(fieldOf(one, 'data')),
        place: `[${list}][${place}][data]`,
        limit: ATTACHMENT,
        list,
      }));
    });
    const outer = { projectCode: business.required('projectCode') };
    const plan = listed(
      'submitLabourContracts',
      maps.contract,
      'contractList',
      business,
      desk,
      outer,
      attachments,
    );
    const parts = plan.parts.map((part) => withDigests(part, plan.files));
    const records = parts.flatMap((part) => part.records);
    return { ...plan, parts, inTheWay: (desk) => notInProject(outer.projectCode, records, desk) };
  },
};

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

/** A contract's files are told by their digests (附件摘要), each once; the files themselves are kept by the door. */
const withDigests = (part: Part, files: Plan['files']): Part => ({
  ...part,
  records: part.records.map((record) => {
    const own = files.filter(({ place }) => place.startsWith(`${record.place}[`));
    const fileDigests = [...new Set(own.map(({ digest }) => digest))];
    return fileDigests.length === 0 ? record : { ...record, fields: { ...record.fields, fileDigests } };
  }),
});
