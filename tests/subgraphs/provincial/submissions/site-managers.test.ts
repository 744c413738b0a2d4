import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { livesThrough } from './life-of-a-fact.ts';
import { authority } from './party-inputs.ts';
import {
  CONTRACTOR,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  person,
  project,
  STRANGER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  await openSite(hub, 'B');
});
afterAll(() => hub?.close());

const manager = (more: object = {}) => ({
  projectCode: 'A',
  unitCode: CONTRACTOR,
  role: 'GENERAL_CONTRACTOR',
  ...person('1980-04-04'),
  name: '覃示例',
  phone: '15400000001',
  post: '03',
  registrationNo: '145000000001',
  enteredOn: '2026-02-20',
  ...more,
});
const submit = (record: object, sentAt?: string) =>
  hub.submit('submitSiteManagers', [record], { caller: authority, ...(sentAt && { sentAt }) });

test.each([
  ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
  ['no name', { name: null }, 'REJECTED VALUE_MISSING name'],
  ['a labourer’s post', { post: '01' }, 'REJECTED NOT_A_MANAGEMENT_POST post'],
  ['a post of no table', { post: '02' }, 'REJECTED CODE_UNKNOWN post'],
  ['a role that is none', { role: 'BUILDER' }, 'REJECTED CODE_UNKNOWN role'],
  ['an entry tomorrow', { enteredOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE enteredOn'],
  ['an exit tomorrow', { exitedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE exitedOn'],
  ['an exit before the entry', { exitedOn: '2026-02-19' }, 'REJECTED PERIOD_REVERSED exitedOn'],
  ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ['a unit that takes no part', { unitCode: STRANGER }, 'HELD UNIT_UNKNOWN unitCode'],
  ['a unit in another role than its own', { unitCode: LABOUR }, 'HELD UNIT_UNKNOWN unitCode'],
  [
    'a number that fails its check',
    { documentNumber: '450103199001020012' },
    'HELD RESIDENT_NUMBER_INVALID documentNumber',
  ],
  [
    'no registration',
    { ...person('1980-05-05'), registrationNo: null },
    'ACCEPTED +REGISTRATION_NUMBER_MISSING',
  ],
  ['the owner’s post', { unitCode: OWNER, role: 'OWNER', post: '09', registrationNo: null }, 'ACCEPTED'],
])('A site manager with %s has a verdict', async (_what, more, verdict) => {
  expect(await submit(manager(more))).toEqual([verdict]);
});

test('A site manager is accepted, corrected by the source alone, read on the day, masked, and taken back', async () => {
  const shows = {
    project: { code: 'A' },
    unit: { creditCode: CONTRACTOR },
    role: 'GENERAL_CONTRACTOR',
    name: '梁*',
    phone: '154****0002',
    worker: null,
    post: { code: '10', name: '施工员' },
    registrationNo: null,
    exitedOn: null,
  };
  await livesThrough(hub, {
    dataset: 'SITE_MANAGER',
    operation: 'submitSiteManagers',
    record: manager({
      ...person('1980-06-06'),
      name: '梁示例',
      phone: '15400000002',
      post: '10',
      registrationNo: null,
    }),
    correction: { exitedOn: '2026-02-28' },
    query: `{ siteManagers(filter: { projectCode: "A", unitCode: "${CONTRACTOR}", division: "450103", roles: [GENERAL_CONTRACTOR], post: "10", onSiteOn: "2026-02-25" }) {
      nodes { project { code } unit { creditCode } role name phone worker { id } post { code name } registrationNo exitedOn } totalCount } }`,
    shows,
    corrected: { ...shows, exitedOn: '2026-02-28' },
  });
});

test('Whoever manages two projects at a time is told of; one after the other is in order', async () => {
  const someone = { ...person('1979-09-09'), enteredOn: '2026-01-05' };
  expect(await submit(manager({ ...someone, exitedOn: '2026-02-10' }))).toEqual(['ACCEPTED']);
  const inB = { ...someone, projectCode: 'B', post: '03' };
  expect(await submit(manager({ ...inB, enteredOn: '2026-02-11' }))).toEqual(['ACCEPTED']);
  expect(await submit(manager({ ...inB, enteredOn: '2026-02-01', exitedOn: '2026-02-10' }))).toEqual([
    'ACCEPTED +MANAGER_OF_TWO_PROJECTS',
  ]);
});

test('Whoever manages two projects at a time is told of within one call as over two', async () => {
  const someone = { ...person('1979-07-07'), post: '03', enteredOn: '2026-01-05' };
  const all = [
    manager({ ...someone, exitedOn: '2026-02-10' }),
    manager({ ...someone, projectCode: 'B', enteredOn: '2026-02-10' }),
    manager({ ...someone, exitedOn: '2026-02-09' }),
    manager({ ...someone, projectCode: 'B', enteredOn: '2026-02-10', registrationNo: 'ZC-2' }),
  ];
  expect(await hub.submit('submitSiteManagers', all)).toEqual([
    'ACCEPTED',
    'ACCEPTED +MANAGER_OF_TWO_PROJECTS',
    'CORRECTED',
    'CORRECTED',
  ]);
});

test('Periods of one person in one post of one unit do not overlap', async () => {
  const someone = { ...person('1979-10-10'), post: '12', enteredOn: '2026-01-05' };
  expect(await submit(manager({ ...someone, exitedOn: '2026-01-31' }))).toEqual(['ACCEPTED']);
  expect(await submit(manager({ ...someone, enteredOn: '2026-01-20' }))).toEqual([
    'REJECTED CONFLICTS_WITH_RECORD',
  ]);
  expect(await submit(manager({ ...someone, enteredOn: '2026-02-01' }))).toEqual(['ACCEPTED']);
});

test('A manager waits for the project and for the unit in its role, and is then shown with both', async () => {
  const record = manager({ projectCode: 'LATER', unitCode: LABOUR, role: 'SUBCONTRACTOR', post: '14' });
  expect(await submit(record)).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  await hub.submit('fileProjects', [project({ projectCode: 'LATER' })]);
  await hub.release();
  await hub.submit('submitParticipatingUnits', [
    { projectCode: 'LATER', enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' },
  ]);
  await hub.release();
  const onSite = 'siteManagers(onSiteOn: "2026-03-01") { nodes { post { name } } totalCount }';
  const expected = { siteManagers: { nodes: [{ post: { name: '其他人员' } }], totalCount: 1 } };
  expect(await hub.ask(`{ project(code: "LATER") { ${onSite} } }`)).toEqual(expected);
  expect(await hub.ask(`{ enterprise(creditCode: "${LABOUR}") { ${onSite} } }`)).toEqual(expected);
});
