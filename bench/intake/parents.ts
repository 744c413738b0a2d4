import { addDays, businessDateOf, parseBusinessDate } from '../../kernel/calendar.ts';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { ask } from '../hub.ts';

/** Who may file parents, as `demo-credentials.json` has them. */
export interface Tokens {
  readonly enterprise: string;
  readonly vendor: string;
}

/** One site with its crews and people, as its devices' vendor knows them. */
export interface Site {
  readonly projectCode: string;
  readonly crews: readonly string[];
  /** Numbers of identity documents, since a vendor knows no ids of the hub. */
  readonly documents: readonly string[];
}

const CREWS = 10;

/** Files an enterprise, its projects with units and crews, and their workers, through the graph like everybody. */
export async function fileParents(
  url: string,
  tokens: Tokens,
  { sites: count, workers }: { readonly sites: number; readonly workers: number },
): Promise<readonly Site[]> {
  const contractor = enterpriseOf(tokens.enterprise);
  const sites = Array.from({ length: count }, (_, at) => siteOf(at, workers));
  const today = businessDateOf(new Date());
  const enteredOn = addDays(today, -30);
  const send = (token: string, operation: string, input: string, records: readonly object[]) =>
    submit(url, token, operation, input, records);
  await send(tokens.enterprise, 'submitEnterprises', 'EnterpriseRecordInput', [
    { creditCode: contractor, name: '测试建设有限公司', divisionCode: '450103' },
  ]);
  const projects = sites.map(({ projectCode }, at) => ({
    projectCode,
    sector: 'HOUSING',
    name: `测试项目${at + 1}`,
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    generalContractorCode: contractor,
    startedOn: enteredOn,
  }));
  await send(tokens.enterprise, 'fileProjects', 'ProjectRecordInput', projects);
  const units = sites.map(({ projectCode }) => ({
    projectCode,
    enterpriseCode: contractor,
    role: 'GENERAL_CONTRACTOR',
    enteredOn,
  }));
  await send(tokens.enterprise, 'submitParticipatingUnits', 'ParticipatingUnitRecordInput', units);
  const crews = sites.flatMap(({ projectCode, crews }) =>
    crews.map((crewNo) => ({ projectCode, unitCode: contractor, crewNo, name: `第${crewNo}班`, enteredOn })),
  );
  await send(tokens.enterprise, 'submitCrews', 'CrewRecordInput', crews);
  for (const { projectCode, crews, documents } of sites) {
    const people = documents.map((documentNumber, at) => ({
      documentType: '01',
      documentNumber,
      name: `工人${at}`,
    }));
    await send(tokens.vendor, 'submitMigrantWorkers', 'MigrantWorkerRecordInput', people);
    const periods = documents.map((documentNumber, at) => ({
      projectCode,
      crewNo: crews[at % crews.length]!,
      documentType: '01',
      documentNumber,
      enteredOn,
    }));
    await send(tokens.vendor, 'submitEngagements', 'EngagementRecordInput', periods);
  }
  return sites;
}

/** The enterprise that a token acts for. */
const enterpriseOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).enterprise;

function siteOf(at: number, workers: number): Site {
  const first = parseBusinessDate('1965-01-01');
  return {
    projectCode: `BENCH-${String(at + 1).padStart(3, '0')}`,
    // As the 603号 interface numbers them.
    crews: Array.from({ length: CREWS }, (_, crew) => String(1_500_000_001 + at * CREWS + crew)),
    documents: Array.from({ length: workers }, (_, worker) =>
      residentNumber('450103', addDays(first, at * workers + worker)),
    ),
  };
}

async function submit(
  url: string,
  token: string,
  operation: string,
  input: string,
  records: readonly object[],
): Promise<void> {
  const envelope = {
    idempotencyKey: `parents-${operation}-${JSON.stringify(records[0]).slice(0, 60).replace(/[^\w]/g, '')}`,
    sourceSystem: `bench-${operation === 'submitMigrantWorkers' || operation === 'submitEngagements' ? 'vendor' : 'enterprise'}`,
    sentAt: new Date().toISOString(),
  };
  const query = `mutation P($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
    ${operation}(envelope: $envelope, records: $records) { accepted verdicts { code path } }
  }`;
  const answer = await ask(url, token, query, { envelope, records });
  const { data, errors } = JSON.parse(answer);
  const accepted = data?.[operation]?.accepted;
  if (errors || accepted !== records.length)
    throw new Error(`${operation} took ${accepted} of ${records.length}: ${answer.slice(0, 500)}`);
}
