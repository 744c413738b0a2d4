import { fieldOf, recordsOf, textOf } from '../business.ts';
import { readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
import type { PlannedRecord } from '../plan.ts';
import { fieldAt, listPlace, translate } from '../translate.ts';
import { wrongUnit } from './crew-of-unit.ts';
import type { WriteMethod } from './method.ts';

/** 人员进退场. Codes: 1 进场, 0 退场; a client of the 2016 draft has them the other way round (trap 1). */
export const entryExitAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'WorkerEntryExit.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'teamSysNo'],
  list: 'workerList',
  async plan(business, desk) {
    const wrong = await wrongUnit(business, desk);
    const rows = recordsOf(business, 'workerList');
    const roster = { projectCode: business.required('projectCode'), crewNo: business.required('teamSysNo') };
    const { taken, complaints } = translate(maps.engagement, rows, listPlace('workerList'), desk.cipher);
    const entry = desk.client.settings.entryExitReversed === true ? 'EXIT' : 'ENTRY';
    const files = readFiles(
      rows.map((row, index) => ({
        text: textOf(fieldOf(row, 'voucher')),
        place: `[workerList][${index}][voucher]`,
        limit: ATTACHMENT,
      })),
    );
    const digests = new Map(files.files.map(({ place, digest }) => [place, digest]));
    const records = taken.map(({ fields, place }) => {
      const { kind, on, ...person } = fields;
      const voucher = digests.get(`${place}[voucher]`);
      const period =
        kind === entry
          ? { enteredOn: on, ...(voucher !== undefined && { entryVoucher: voucher }) }
          : { exitedOn: on, ...(voucher !== undefined && { exitVoucher: voucher }) };
      const named = fieldAt(maps.engagement, place);
      return {
        fields: { ...roster, ...person, ...period },
        place,
        fieldAt: (path: string) =>
          path === 'enteredOn' || path === 'exitedOn' ? `${place}[date]` : named(path),
      };
    });
    return {
      parts: inTurns(records).map((turn) => ({ operation: 'submitEngagements', records: turn })),
      complaints: [...wrong, ...complaints, ...files.complaints],
      files: files.files,
    };
  },
};

/** One worker's exit builds on the entry before it, also within one list: each worker once in a turn. */
function inTurns(records: readonly PlannedRecord[]): PlannedRecord[][] {
  const turns: PlannedRecord[][] = [];
  const seen = new Map<unknown, number>();
  for (const record of records) {
    const turn = seen.get(record.fields.documentNumber) ?? 0;
    seen.set(record.fields.documentNumber, turn + 1);
    turns[turn] ??= [];
    turns[turn].push(record);
  }
  return turns;
}
