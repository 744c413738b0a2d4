import type { Mapping } from '../../mapping/mapping.ts';
import { type Business, fieldOf, type Row, recordsOf, textOf } from '../business.ts';
import type { Desk } from '../desk.ts';
import { readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import type { Operation } from '../operations.ts';
import { ATTACHMENT, PICTURE } from '../picture.ts';
import type { Part, Plan, PlannedRecord } from '../plan.ts';
import { fieldAt, listPlace, type Translation, translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';

/** 新增项目工人: person, roster and, where a card is sent, wage card; three owners, three parts. */
export const workerAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectWorker.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'teamSysNo'],
  list: 'workerList',
  plan: (business, desk) =>
    plan(business, desk, recordsOf(business, 'workerList'), listPlace('workerList'), true),
};

/** 更新项目工人: one worker, stated whole as in the list of Add; what is left out is taken back. */
export const workerUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectWorker.Update',
  isDirect: true,
  required: ['projectCode', 'corpCode', 'teamSysNo', 'idCardType', 'idCardNumber'],
  plan: (business, desk) => plan(business, desk, [business.raw], () => '', false),
};

function plan(
  business: Business,
  desk: Desk,
  rows: readonly Row[],
  placeOf: (index: number) => string,
  isNew: boolean,
): Plan {
  const roster = { projectCode: business.required('projectCode'), crewNo: business.required('teamSysNo') };
  const people = translate(maps.migrantWorker, rows, placeOf, desk.cipher);
  const places = translate(maps.registration, rows, placeOf, desk.cipher);
  const cards = translate(maps.wageCard, rows, placeOf, desk.cipher);
  const files = readFiles(rows.flatMap((row, index) => filesOf(row, placeOf(index))));
  const complaints = [people, places, cards].flatMap((one) => one.complaints).concat(files.complaints);
  const wrong = (place: string) => complaints.some((one) => one.place.startsWith(`${place}[`));
  const known = (record: Translation['taken'][number]) => () => ({
    place: '',
    // The client's own words back to it: clients read the number out of this text.
    chinese: `项目中已存在身份证为${String(record.fields.documentNumber)}的工人`,
    english: '',
  });
  const part = (
    operation: Operation,
    map: Mapping,
    { taken }: Translation,
    more: (one: Translation['taken'][number]) => Pick<PlannedRecord, 'known'> = () => ({}),
    beside: Record<string, unknown> = {},
  ): Part => ({
    operation,
    records: taken
      .filter(({ place }) => !wrong(place))
      .map((one) => ({
        fields: { ...one.fields, ...beside },
        place: one.place,
        fieldAt: fieldAt(map, one.place),
        ...more(one),
      })),
  });
  const sent = { ...cards, taken: cards.taken.filter(({ fields }) => fields.cardNumber !== undefined) };
  return {
    parts: [
      part('submitMigrantWorkers', maps.migrantWorker, people),
      part(
        'submitRealNameRegistrations',
        maps.registration,
        places,
        (one) => (isNew ? { known: known(one) } : {}),
        roster,
      ),
      part('submitWageCards', maps.wageCard, sent),
    ],
    complaints,
    files: files.files,
  };
}

const filesOf = (row: Row, place: string) =>
  [
    ['headImage', PICTURE],
    ['issueCardPic', PICTURE],
    ['positiveIDCardImage', ATTACHMENT],
    ['negativeIDCardImage', ATTACHMENT],
  ].map(([name, limit]) => ({
    text: textOf(fieldOf(row, name as string)),
    place: `${place}[${name}]`,
    limit: limit as typeof PICTURE,
  }));
