import type { Business } from '../business.ts';
import { codeOf, PROJECT_STATUS } from '../codes-back.ts';
import { ask, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, PAGING, pageByCursor, pageOf } from '../pages.ts';
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

const CORP_FIELDS =
  'creditCode name divisionCode registrationType { code } legalRepresentative establishedOn';
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
}

const corpRow = (corp: Corp) => ({
  corpCode: corp.creditCode,
  corpName: corp.name,
  corpType: codeOf(corp.registrationType),
  areaCode: corp.divisionCode,
  legalMan: corp.legalRepresentative,
  establishDate: corp.establishedOn,
});

const PROJECT_FIELDS = `code name divisionCode category { code } address startedOn completedOn constructionStatus
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
  readonly generalContractor: Named;
  readonly owner: Named;
}

const projectRow = (project: Project) => ({
  projectCode: project.code,
  contractorCorpCode: project.generalContractor?.creditCode ?? null,
  contractorCorpName: project.generalContractor?.name ?? null,
  name: project.name,
  category: codeOf(project.category),
  buildCorpCode: project.owner?.creditCode ?? null,
  buildCorpName: project.owner?.name ?? null,
  areaCode: project.divisionCode,
  startDate: project.startedOn,
  completeDate: project.completedOn,
  prjStatus: PROJECT_STATUS[project.constructionStatus] ?? null,
  address: project.address,
  thirdPartyProjectCode: project.thirdPartyCode,
});
