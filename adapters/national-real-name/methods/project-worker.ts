import type { Mapping } from '../../mapping/mapping.ts';
import { type Business, fieldOf, type Row, recordsOf, textOf } from '../business.ts';
import { complaintOf } from '../complaint.ts';
import type { Desk } from '../desk.ts';
import { readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import type { Operation } from '../operations.ts';
import { ATTACHMENT, PICTURE } from '../picture.ts';
import type { Part, Plan, PlannedRecord } from '../plan.ts';
import { fieldAt, listPlace, type Translation, translate } from '../translate.ts';
import { wrongUnit } from './crew-of-unit.ts';
import type { WriteMethod } from './method.ts';
import { inProject } from './in-project.ts';
import { onRoster } from './on-roster.ts';
import { missingFields } from './required-fields.ts';

/**
 * 新增项目工人: person, roster and, where a card is sent, wage card; three owners, three parts. Who is on the crew's roster already is
 * refused in the accustomed words, and nothing of that record is submitted; a change comes by Update.
 */
export const workerAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectWorker.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'teamSysNo', 'teamName'],
  list: 'workerList',
  async plan(business, desk) {
    const wrong = await wrongUnit(business, desk);
    const planned = plan(business, desk, recordsOf(business, 'workerList'), listPlace('workerList'), true);
    return { ...planned, complaints: [...wrong, ...planned.complaints] };
  },
};

/** 更新项目工人: one worker of the project; what is left out stays as this client stated it before. */
export const workerUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectWorker.Update',
  isDirect: true,
  required: ['projectCode', 'corpCode', 'teamSysNo', 'idCardType', 'idCardNumber'],
  plan: (business, desk) => plan(business, desk, [business.raw], () => '', false),
};

/** What §6.5 wants of each of the list; cultureLevelType only one of two clients sends. */
const WANTED = [
  'workerName',
  'isTeamLeader',
  'idCardType',
  'idCardNumber',
  'workType',
  'workRole',
  'nation',
  'address',
  'headImage',
  'politicsType',
  'cellPhone',
  'grantOrg',
];

/** The registrations' place among the parts. */
const ROSTERS = 1;

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
  const complaints = [people, places, cards]
    .flatMap((one) => one.complaints)
    .concat(files.complaints, isNew ? missingFields(rows, placeOf, WANTED) : []);
  const digestAt = new Map(files.files.map(({ place, digest }) => [place, digest]));
  const picture = (to: string, name: string) => (place: string) => {
    const digest = digestAt.get(`${place}[${name}]`);
    return digest === undefined ? {} : { [to]: digest };
  };
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
    beside: (place: string) => Record<string, unknown> = () => ({}),
  ): Part => ({
    operation,
    records: taken
      .filter(({ place }) => !wrong(place))
      .map((one) => ({
        fields: { ...one.fields, ...beside(one.place) },
        place: one.place,
        fieldAt: fieldAt(map, one.place),
        ...more(one),
      })),
  });
  const sent = { ...cards, taken: cards.taken.filter(({ fields }) => fields.cardNumber !== undefined) };
  const ofPerson = [
    picture('headImage', 'headImage'),
    picture('documentFrontImage', 'positiveIDCardImage'),
    picture('documentBackImage', 'negativeIDCardImage'),
  ];
  const card = picture('cardPicture', 'issueCardPic');
  const keeping = { keepsUnstated: true };
  const longTerm = new Set(rows.flatMap((row, index) => (isLongTerm(row) ? [placeOf(index)] : [])));
  // Once this client's own word is kept, that it is known already says no more whose is shown.
  let isOthers = false;
  const aside = { known: () => (isOthers ? complaintOf('', 'CLAIM_KEPT') : undefined) };
  const persons = part(
    'submitMigrantWorkers',
    maps.migrantWorker,
    people,
    () => (isNew ? {} : aside),
    (place) => ({
      ...keeping,
      ...(longTerm.has(place) && { documentValidTo: LONG_TERM }),
      ...Object.assign({}, ...ofPerson.map((one) => one(place))),
    }),
  );
  const registrations = part(
    'submitRealNameRegistrations',
    maps.registration,
    places,
    (one) => (isNew ? { known: known(one) } : {}),
    (place) => ({ ...keeping, ...roster, ...card(place) }),
  );
  return {
    parts: [persons, registrations, part('submitWageCards', maps.wageCard, sent)],
    complaints,
    files: files.files,
    ...(!isNew && {
      async inTheWay(desk: Desk) {
        const [here] = await inProject(
          roster.projectCode,
          people.taken.map(({ fields }) => fields),
          desk,
        );
        isOthers = here?.isHere === true && here.shownBy !== desk.client.sourceSystem;
        return here?.isHere === false ? [{ at: '', complaint: complaintOf('', 'WORKER_UNKNOWN') }] : [];
      },
    }),
    ...(isNew && {
      async inTheWay(desk: Desk) {
        const there = await onRoster(registrations.records, ROSTERS, desk);
        return registrations.records
          .filter(({ place }) => there.has(place))
          .map((one) => ({ at: one.place, complaint: one.known!()! }));
      },
    }),
  };
}

/** A document without a last day says so in words (长期), of which the standard takes one. */
const LONG_TERM = '长期';
const isLongTerm = (row: Row): boolean => [LONG_TERM, '永久'].includes(textOf(fieldOf(row, 'expiryDate')));

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
