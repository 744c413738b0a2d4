import { fieldOf, isRow, textOf } from '../business.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
import type { Part, Plan } from '../plan.ts';
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
    return { ...plan, parts: plan.parts.map((part) => withDigests(part, plan.files)) };
  },
};

/** A contract's files are told by their digests (附件摘要), each once; the files themselves are kept by the door. */
const withDigests = (part: Part, files: Plan['files']): Part => ({
  ...part,
  records: part.records.map((record) => {
    const own = files.filter(({ place }) => place.startsWith(`${record.place}[`));
    const fileDigests = [...new Set(own.map(({ digest }) => digest))];
    return fileDigests.length === 0 ? record : { ...record, fields: { ...record.fields, fileDigests } };
  }),
});
