import { setTimeout as pause } from 'node:timers/promises';
import { fieldCipher } from '../../../adapters/national-real-name/cipher.ts';
import { addDays, businessDateOf, parseBusinessDate } from '../../../kernel/calendar.ts';
import { KNOWN } from '../../../seeds/known.ts';
import { residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { type Errand, type ReceiptRead, submissionErrand } from './errand.ts';
import { realNameErrand } from './real-name-errand.ts';
import type { Site } from './site.ts';

/** What the traffic's records point to. */
export interface Parents {
  readonly projectCode: string;
  readonly unitCode: string;
  readonly crewNo: string;
  /** Number of the crew that the 603号 client filed. */
  readonly teamSysNo: number;
  /** Identity documents of the workers. */
  readonly documents: readonly string[];
}

const PROJECT = '4501032026990001';
const UNIT = KNOWN.enterprise;
const CREW = '1';

/** Files an enterprise, a project with a unit and crews, and its workers, as their owners do. */
export async function fileParents(site: Site, workers: number): Promise<Parents> {
  const enteredOn = addDays(businessDateOf(new Date()), -60);
  const first = parseBusinessDate('1966-01-01');
  const documents = Array.from({ length: workers }, (_, at) =>
    residentNumber(KNOWN.county, addDays(first, at)),
  );
  const person = (documentNumber: string) => ({ documentType: '01', documentNumber });
  const file = (role: string, operation: string, input: string, records: readonly object[]) =>
    sent(site, role, operation, input, records);
  await file('enterprise', 'submitEnterprises', 'EnterpriseRecordInput', [
    { creditCode: UNIT, name: '测试建设有限公司', divisionCode: KNOWN.county },
  ]);
  await file('enterprise', 'fileProjects', 'ProjectRecordInput', [
    {
      projectCode: PROJECT,
      sector: 'HOUSING',
      name: '测试项目',
      divisionCode: KNOWN.county,
      constructionStatus: 'UNDER_CONSTRUCTION',
      generalContractorCode: UNIT,
      startedOn: enteredOn,
    },
  ]);
  await file('enterprise', 'submitParticipatingUnits', 'ParticipatingUnitRecordInput', [
    { projectCode: PROJECT, enterpriseCode: UNIT, role: 'GENERAL_CONTRACTOR', enteredOn },
  ]);
  await file('enterprise', 'submitCrews', 'CrewRecordInput', [
    { projectCode: PROJECT, unitCode: UNIT, crewNo: CREW, name: '第1班', enteredOn },
  ]);
  await file(
    'vendor',
    'submitMigrantWorkers',
    'MigrantWorkerRecordInput',
    documents.map((one, at) => ({ ...person(one), name: `工人${at}` })),
  );
  await file(
    'vendor',
    'submitEngagements',
    'EngagementRecordInput',
    documents.map((one) => ({ ...person(one), projectCode: PROJECT, crewNo: CREW, enteredOn })),
  );
  return { projectCode: PROJECT, unitCode: UNIT, crewNo: CREW, documents, teamSysNo: await fileTeam(site) };
}

async function fileTeam(site: Site): Promise<number> {
  const client = site.realNameClient();
  const data = { projectCode: PROJECT, corpCode: UNIT, corpName: '测试建设有限公司', teamName: '木工班' };
  let serial = '';
  await answered(
    site,
    realNameErrand(client, 'Team.Add', data, (one) => {
      serial = one;
    }),
  );
  const { result } = await resultOf(site, serial);
  return (result as { teamSysNo: number }).teamSysNo;
}

/** Polls a 603号 call until it is finished. @throws Error when it fails or takes too long */
export async function resultOf(site: Site, serial: string): Promise<{ status: number; result: unknown }> {
  const from = performance.now();
  for (;;) {
    let known = { status: 0, result: null as unknown };
    const question = realNameErrand(
      site.realNameClient(),
      'AsyncHandleResult.Query',
      { requestSerialCode: serial },
      (_serial, data) => {
        known = data as typeof known;
      },
    );
    await answered(site, question);
    if (known.status === 20) return known;
    if (known.status !== 0) throw new Error(`${serial}: ${JSON.stringify(known)}`);
    if (performance.now() - from > RESULT_WITHIN_MS) throw new Error(`${serial} is never finished`);
    await pause(100);
  }
}

/** A job that a killed hub had in hand waits for the end of its lease, and for its next try. */
const RESULT_WITHIN_MS = 180_000;

let keys = 0;

async function sent(
  site: Site,
  role: string,
  operation: string,
  input: string,
  records: readonly object[],
): Promise<void> {
  const settle = ({ verdicts }: ReceiptRead) =>
    verdicts.every(({ outcome }) => outcome === 'ACCEPTED')
      ? undefined
      : JSON.stringify(verdicts.slice(0, 3));
  await answered(
    site,
    submissionErrand({
      kind: 'parents',
      token: site.tokens()[role]!,
      operation,
      input,
      records,
      settle,
      sourceSystem: `survival-${role}`,
      key: `parents-${process.pid}-${keys++}`,
    }),
  );
}

/** Sends one errand until it is answered. */
export async function answered(site: Site, errand: Errand, which = 0): Promise<void> {
  const { path, headers, body } = errand;
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(site.urls[which] + path, { method: 'POST', headers, body }).catch(
      () => undefined,
    );
    const reading = response && errand.read(response.status, await response.text());
    if (reading?.kind === 'WRONG') throw new Error(reading.why);
    if (reading?.kind === 'ANSWERED') return;
    await pause(100);
  }
  throw new Error(`${errand.kind} is never answered`);
}

/** A number as the 603号 interface carries it. */
export const encrypted = (client: { readonly secret: string }, number: string): string =>
  fieldCipher(client.secret).encrypt(number);
