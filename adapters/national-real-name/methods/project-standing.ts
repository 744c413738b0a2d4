import type { Business } from '../business.ts';
import { askInside, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';

const STANDING = graphDocument(`query RealName_standing($code: ID!) {
  project(code: $code) {
    name abbreviation sector divisionCode address category { code } contractPrice agreedMonthlyLabourCost
    contractSignedOn contractStartsOn contractEndsOn startedOn completedOn constructionStatus filedOn thirdPartyCode
    owner { creditCode } generalContractor { creditCode }
  }
}`);

interface Standing extends Record<string, unknown> {
  category: { code: string } | null;
  owner: { creditCode: string } | null;
  generalContractor: { creditCode: string } | null;
}

/** A project's record as it stands, in the words of a submission; undefined when there is none for this client. */
export async function filedBefore(code: string, desk: Desk): Promise<Record<string, unknown> | undefined> {
  const project = (await askInside(desk, STANDING, { code })).project as Standing | null;
  if (!project) return undefined;
  const { category, owner, generalContractor, ...fields } = project;
  return {
    ...fields,
    category: category?.code ?? null,
    ownerCode: owner?.creditCode ?? null,
    generalContractorCode: generalContractor?.creditCode ?? null,
  };
}

const SAME = graphDocument(`query RealName_same($filter: ProjectFilter!) {
  projects(filter: $filter, first: 50) { nodes { code name divisionCode provenance { sourceSystem } } }
}`);

/** The code of the project that this client stated before under the same name, general contractor and division. */
export async function sameProject(business: Business, desk: Desk): Promise<string | undefined> {
  const [name, contractor] = [business.required('name'), business.required('contractorCorpCode')];
  // A code that is none belongs to no project, and the graph would refuse the question.
  if (!/^[0-9A-Z]{18}$/.test(contractor)) return undefined;
  // A part of a name is asked for by two characters and more; a name of one is looked for among all of the contractor's.
  const filter = {
    ...([...name.trim()].length > 1 && { nameContains: name }),
    generalContractorCode: contractor,
  };
  const { nodes } = (await askInside(desk, SAME, { filter })).projects as { nodes: readonly Found[] };
  const own = nodes.find(
    (one) =>
      one.name === name &&
      one.divisionCode === business.text('areaCode') &&
      one.provenance.sourceSystem === desk.client.sourceSystem,
  );
  return own?.code;
}

interface Found {
  readonly code: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly provenance: { readonly sourceSystem: string };
}

const CONTRACTOR = graphDocument(`query RealName_contractor($code: ID!) {
  project(code: $code) { generalContractor { creditCode } }
}`);

/** The general contractor that a project has on file, who opens its special wage account (专户). */
export async function contractorOf(code: string, desk: Desk): Promise<string | undefined> {
  const project = (await askInside(desk, CONTRACTOR, { code })).project as Pick<
    Standing,
    'generalContractor'
  > | null;
  return project?.generalContractor?.creditCode;
}
