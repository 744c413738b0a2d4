import type { Business } from '../business.ts';
import { codeOf, PROJECT_STATUS } from '../codes-back.ts';
import { ask, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, PAGING, pageByCursor, pageOf } from '../pages.ts';
import { PARTICULARS } from './project-standing.ts';
import type { ReadMethod } from './method.ts';

/** 企业信息查询: by code, otherwise by a part of the name. */
export const corpQuery: ReadMethod = {
  kind: 'READ',
  name: 'Corp.Query',
  required: [],
  async answer(business, desk) {
    const page = askedPage(business);
    const code = business.text('corpCode');
    if (code === '') {
      const name = business.text('corpName');
      return pageByCursor(
        desk,
        {
          document: CORPS,
          variables: { name: name === '' ? null : name },
          at: (data) => data.enterprises as Connection<Corp>,
        },
        page,
        corpRow,
      );
    }
    const { enterprise } = isCreditCode(code) ? await ask(desk, CORP, { code }) : { enterprise: null };
    return pageOf(enterprise ? [enterprise as Corp] : [], page, corpRow);
  },
};

/** 项目查询: by code, otherwise all that the account may see, by a part of the name or by general contractor. */
export const projectQuery: ReadMethod = {
  kind: 'READ',
  name: 'Project.Query',
  required: [],
  async answer(business, desk) {
    const page = askedPage(business);
    const code = business.text('projectCode');
    if (code !== '') {
      const { project } = await ask(desk, PROJECT, { code });
      return pageOf(project ? [project as Project] : [], page, projectRow);
    }
    return projects(business, desk);
  },
};

function projects(business: Business, desk: Desk) {
  const [name, contractor] = [business.text('name'), business.text('contractorCorpCode')];
  const filter = {
    ...(name !== '' && { nameContains: name }),
    ...(isCreditCode(contractor) && { generalContractorCode: contractor }),
  };
  return pageByCursor(
    desk,
    { document: PROJECTS, variables: { filter }, at: (data) => data.projects as Connection<Project> },
    askedPage(business),
    projectRow,
  );
}

const isCreditCode = (text: string): boolean => /^[0-9A-Z]{18}$/.test(text);

const CORP_FIELDS = `creditCode name divisionCode registrationType { code } legalRepresentative establishedOn registration {
  licenceNo address postcode legalRepresentativeDuty legalRepresentativeTitle legalRepresentativeDocumentType { code }
  legalRepresentativeDocumentNumber registeredCapital paidInCapital capitalCurrency { code } registeredOn officePhone faxNumber
  contactName contactPhone email website }`;
const CORP = graphDocument(
  `query RealName_corp($code: SocialCreditCode!) { enterprise(creditCode: $code) { ${CORP_FIELDS} } }`,
);
const CORPS = graphDocument(`query RealName_corps($name: String, $first: Int!, $after: Cursor) {
  enterprises(nameContains: $name, first: $first, after: $after) { ${PAGING} nodes { ${CORP_FIELDS} } }
}`);

interface Corp {
  readonly creditCode: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly registrationType: { readonly code: string } | null;
  readonly legalRepresentative: string | null;
  readonly establishedOn: string | null;
  readonly registration: Stated | null;
}

/** What is stated of a theme; a code table's entries as they come. */
type Stated = Readonly<Record<string, unknown>>;

const textOf = (stated: Stated | null, name: string): unknown => stated?.[name] ?? null;
const codeAt = (stated: Stated | null, name: string): string | null =>
  codeOf(stated?.[name] as { code: string } | null | undefined);

const corpRow = (corp: Corp) => ({
  corpCode: corp.creditCode,
  corpName: corp.name,
  corpType: codeOf(corp.registrationType),
  areaCode: corp.divisionCode,
  legalMan: corp.legalRepresentative,
  establishDate: corp.establishedOn,
  licenseNum: textOf(corp.registration, 'licenceNo'),
  address: textOf(corp.registration, 'address'),
  zipCode: textOf(corp.registration, 'postcode'),
  legalManDuty: textOf(corp.registration, 'legalRepresentativeDuty'),
  legalManProTitle: textOf(corp.registration, 'legalRepresentativeTitle'),
  legalManIDCardType: codeAt(corp.registration, 'legalRepresentativeDocumentType'),
  legalManIDCardNumber: textOf(corp.registration, 'legalRepresentativeDocumentNumber'),
  regCapital: textOf(corp.registration, 'registeredCapital'),
  factRegCapital: textOf(corp.registration, 'paidInCapital'),
  capitalCurrencyType: codeAt(corp.registration, 'capitalCurrency'),
  registerDate: textOf(corp.registration, 'registeredOn'),
  officePhone: textOf(corp.registration, 'officePhone'),
  faxNumber: textOf(corp.registration, 'faxNumber'),
  linkMan: textOf(corp.registration, 'contactName'),
  linkPhone: textOf(corp.registration, 'contactPhone'),
  email: textOf(corp.registration, 'email'),
  webSite: textOf(corp.registration, 'website'),
});

const PROJECT_FIELDS = `particulars { ${PARTICULARS} } ownerCode generalContractorCode code name divisionCode category { code } address startedOn completedOn constructionStatus
  thirdPartyCode generalContractor { creditCode name } owner { creditCode name }`;
const PROJECT = graphDocument(
  `query RealName_project($code: ID!) { project(code: $code) { ${PROJECT_FIELDS} } }`,
);
const PROJECTS =
  graphDocument(`query RealName_projects($filter: ProjectFilter, $first: Int!, $after: Cursor) {
  projects(filter: $filter, first: $first, after: $after) { ${PAGING} nodes { ${PROJECT_FIELDS} } }
}`);

type Named = { readonly creditCode: string; readonly name: string } | null;

interface Project {
  readonly code: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly category: { readonly code: string } | null;
  readonly address: string | null;
  readonly startedOn: string | null;
  readonly completedOn: string | null;
  readonly constructionStatus: string;
  readonly thirdPartyCode: string | null;
  readonly ownerCode: string | null;
  readonly generalContractorCode: string | null;
  readonly particulars: Stated | null;
  readonly generalContractor: Named;
  readonly owner: Named;
}

const projectRow = (project: Project) => ({
  projectCode: project.code,
  contractorCorpCode: project.generalContractorCode,
  contractorCorpName: project.generalContractor?.name ?? null,
  name: project.name,
  category: codeOf(project.category),
  buildCorpCode: project.ownerCode,
  buildCorpName: project.owner?.name ?? textOf(project.particulars, 'ownerName'),
  areaCode: project.divisionCode,
  startDate: project.startedOn,
  completeDate: project.completedOn,
  prjStatus: PROJECT_STATUS[project.constructionStatus] ?? null,
  address: project.address,
  thirdPartyProjectCode: project.thirdPartyCode,
  description: textOf(project.particulars, 'description'),
  builderLicenses: ((project.particulars?.statedPermits ?? []) as readonly Stated[]).map((permit) => ({
    prjName: textOf(permit, 'worksName'),
    builderLicenseNum: textOf(permit, 'permitNo'),
  })),
  buildPlanNum: textOf(project.particulars, 'landPermitNo'),
  prjPlanNum: textOf(project.particulars, 'planningPermitNo'),
  invest: inTenThousands(project.particulars?.totalInvestment as string | null | undefined),
  buildingArea: textOf(project.particulars, 'buildingArea'),
  buildingLength: textOf(project.particulars, 'buildingLength'),
  linkMan: textOf(project.particulars, 'contactName'),
  linkPhone: textOf(project.particulars, 'contactPhone'),
  lng: textOf(project.particulars, 'longitude'),
  lat: textOf(project.particulars, 'latitude'),
  approvalNum: textOf(project.particulars, 'approvalNo'),
  approvalLevelNum: codeAt(project.particulars, 'approvalLevel'),
  prjSize: codeAt(project.particulars, 'projectSize'),
  propertyNum: codeAt(project.particulars, 'constructionNature'),
  nationNum: textOf(project.particulars, 'country'),
  functionNum: codeAt(project.particulars, 'projectFunction'),
});

/** Yuan with two decimals as text in 10,000 yuan (万元), exactly: a shift of the point by four places. */
function inTenThousands(yuan: string | null | undefined): string | null {
  if (yuan == null) return null;
  const digits = yuan.replace('.', '').padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
