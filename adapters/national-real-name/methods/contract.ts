import { fieldOf, isRow, textOf } from '../business.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
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
    return listed('submitLabourContracts', maps.contract, 'contractList', business, desk, outer, attachments);
  },
};
