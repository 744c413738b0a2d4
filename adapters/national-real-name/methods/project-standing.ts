import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import type { Business } from '../business.ts';
import { creditCodeOf } from '../credit-code.ts';
import { askInClear, askInside, type Desk } from '../desk.ts';
import { restated } from './restated.ts';
import { graphDocument } from '../graph-document.ts';
import { maps } from '../maps.ts';
import { translate } from '../translate.ts';

export const PARTICULARS = `description landPermitNo planningPermitNo statedPermits { permitNo worksName } projectSize { code }
    constructionNature { code } projectFunction { code } buildingArea buildingLength longitude latitude totalInvestment
    approvalNo approvalLevel { code } settledOn labourCostPeriodDays hasPlatformClause plannedStartOn plannedCompletionOn
    country ownerName contactName contactPhone`;

const STANDING = graphDocument(`query RealName_standing($code: ID!) {
  project(code: $code) {
    name abbreviation sector divisionCode address category { code } contractPrice agreedMonthlyLabourCost
    contractSignedOn contractStartsOn contractEndsOn startedOn completedOn constructionStatus filedOn thirdPartyCode
    ownerCode generalContractorCode provenance { sourceSystem } particulars { ${PARTICULARS} }
  }
}`);

interface Standing extends Record<string, unknown> {
  provenance: { sourceSystem: string };
  particulars: Record<string, unknown> | null;
}

/** A project's record as it stands, in the words of a submission; undefined when there is none for this client. */
export async function filedBefore(code: string, desk: Desk): Promise<Record<string, unknown> | undefined> {
  const project = (await askInClear(desk, STANDING, { code })).project as Standing | null;
  if (!project) return undefined;
  const { provenance, particulars, ...fields } = project;
  const { contactName, contactPhone, ...open } = particulars ?? {};
  // Whom another source names to be asked for is no word of this client's.
  const isOwn = provenance.sourceSystem === desk.client.sourceSystem;
  return restated({ ...fields, ...open, ...(isOwn && { contactName, contactPhone }) });
}

const IDENTITY = 'code name divisionCode category { code } generalContractorCode provenance { sourceSystem }';
const SAME = graphDocument(`query RealName_same($filter: ProjectFilter!) {
  projects(filter: $filter, first: 50) { nodes { ${IDENTITY} } }
}`);
const IN_CONFLICT = graphDocument(`query RealName_inConflict($filter: ProjectFilter!, $after: Cursor) {
  projects(filter: $filter, first: 50, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { code conflicts { claimedBy name divisionCode category { code } generalContractorCode } }
  }
}`);
const TAKEN = graphDocument(`query RealName_taken($code: ID!) {
  project(code: $code) {
    ${IDENTITY} versions { sourceSystem }
    conflicts { claimedBy name divisionCode category { code } generalContractorCode }
  }
}`);

/** What tells one project from another (项目的同一性): the notes give none, so name, general contractor, division and category. */
interface Identity {
  readonly name: string;
  readonly divisionCode: string;
  readonly category: { readonly code: string } | null;
  readonly generalContractorCode: string | null;
}

interface Found extends Identity {
  readonly code: string;
  readonly provenance: { readonly sourceSystem: string };
}

/** A project that has a code already, with what else its sources state of it. */
export interface Taken extends Found {
  readonly versions: readonly { readonly sourceSystem: string }[];
  readonly conflicts: readonly (Identity & { readonly claimedBy: string })[] | null;
}

/** The project that has the code, whoever filed it. */
export const takenBy = async (code: string, desk: Desk): Promise<Taken | null> =>
  (await askInside(desk, TAKEN, { code })).project as Taken | null;

/** What the call states of the project's identity, as the graph would show it. */
function stated({ raw }: Business, { client, cipher }: Desk) {
  const fields = translate(maps.project, [raw], () => '', cipher).taken[0]?.fields ?? {};
  return {
    sourceSystem: client.sourceSystem,
    name: String(fields.name).trim().normalize('NFC'),
    divisionCode: ascii(fields.divisionCode),
    category: ascii(fields.category),
    generalContractorCode: ascii(fields.generalContractorCode),
  };
}

/**
 * Whether the call states the very project that this client filed. Where another source's word of it is shown since (以谁的报送为准), the
 * client's own word counts; what it does not contradict is the same in both.
 */
export function isSame(taken: Taken, business: Business, desk: Desk): boolean {
  const { sourceSystem } = desk.client;
  if (taken.provenance.sourceSystem === sourceSystem) return isAlike(taken, business, desk);
  if (!taken.versions.some((one) => one.sourceSystem === sourceSystem)) return false;
  const own = taken.conflicts?.find(({ claimedBy }) => claimedBy === sourceSystem);
  return isAlike(own ?? taken, business, desk);
}

/** The same whoever's word it is, for a project that is known to be this client's. */
export function isAlike(found: Identity, business: Business, desk: Desk): boolean {
  const told = stated(business, desk);
  return (
    found.name === told.name &&
    found.divisionCode === told.divisionCode &&
    found.category?.code === told.category &&
    found.generalContractorCode === told.generalContractorCode
  );
}

/** The same for calls that state the same project, and short: names have any length. */
export const identityOf = (business: Business, desk: Desk): string =>
  sm3Hex(JSON.stringify(Object.values(stated(business, desk))));

const ascii = (value: unknown): string => String(value).trim().normalize('NFKC').toUpperCase();

/** The code of the project that this client stated before as the same. */
export async function sameProject(business: Business, desk: Desk): Promise<string | undefined> {
  const name = business.required('name');
  const contractor = creditCodeOf(business.required('contractorCorpCode'));
  // A code that is none belongs to no project, and the graph would refuse the question.
  if (contractor === undefined) return undefined;
  // A part of a name is asked for by two characters and more; a name of one is looked for among all of the contractor's.
  const filter = {
    ...([...name.trim()].length > 1 && { nameContains: name }),
    generalContractorCode: contractor,
  };
  const { nodes } = (await askInside(desk, SAME, { filter })).projects as { nodes: readonly Found[] };
  const alike = nodes.filter((one) => isAlike(one, business, desk));
  const own = alike.find(({ provenance }) => provenance.sourceSystem === desk.client.sourceSystem);
  if (own) return own.code;
  // Filed by this client under a code of its own, and shown by another source's word since.
  for (const { code } of alike) {
    const taken = await takenBy(code, desk);
    if (taken && isSame(taken, business, desk)) return code;
  }
  return ownWordOf(contractor, business, desk);
}

interface InConflict {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Pick<Taken, 'code' | 'conflicts'>[];
}

/** The code of the contractor's project that this client states as the same, where another source's word of it is shown that says otherwise. */
async function ownWordOf(contractor: string, business: Business, desk: Desk): Promise<string | undefined> {
  const filter = { hasConflicts: true, generalContractorCode: contractor };
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = (await askInside(desk, IN_CONFLICT, { filter, after }))
      .projects as InConflict;
    const own = nodes.find(({ conflicts }) =>
      conflicts?.some((one) => one.claimedBy === desk.client.sourceSystem && isAlike(one, business, desk)),
    );
    if (own || !pageInfo.hasNextPage) return own?.code;
    after = pageInfo.endCursor;
  }
}

const CONTRACTOR = graphDocument(`query RealName_contractor($code: ID!) {
  project(code: $code) { generalContractorCode }
}`);

/** The general contractor that a project has on file, who opens its special wage account (专户). */
export async function contractorOf(code: string, desk: Desk): Promise<string | undefined> {
  const project = (await askInside(desk, CONTRACTOR, { code })).project as Pick<
    Found,
    'generalContractorCode'
  > | null;
  return project?.generalContractorCode ?? undefined;
}
