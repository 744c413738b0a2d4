import { codeOf, teamNumber } from '../codes-back.ts';
import { attachmentNames } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, everyNode, PAGING, pageByCursor, pageOf } from '../pages.ts';
import { askedPerson, PERSON, type Person, personRow } from '../person.ts';
import { crewNames } from './crew-names.ts';
import { PERSONAL, type Personal, personalRow } from './personal-row.ts';
import type { ReadMethod } from './method.ts';

/** 项目工人查询: the roster of a project, of one crew or of one person. */
export const workerQuery: ReadMethod = {
  kind: 'READ',
  name: 'ProjectWorker.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const crewNo = business.text('teamSysNo');
    const seesContracts = desk.client.caller.scopes.includes('contract:read');
    const listing = {
      document: seesContracts ? ROSTER_WITH_CONTRACTS : ROSTER,
      variables: { code: projectCode, crewNo: crewNo === '' ? null : crewNo },
      at: under<Registration>('realNameRegistrations'),
    };
    const named = await crewNames(projectCode, desk);
    const row = (one: Registration) => {
      const period = one.worker?.engagements
        .filter((each) => each.crewNo === one.crewNo && each.project?.code === projectCode)
        .sort((left, right) => (left.enteredOn < right.enteredOn ? 1 : -1))[0];
      return {
        projectCode,
        teamSysNo: teamNumber(one.crewNo),
        ...named(one.crewNo),
        ...personRow(one.worker),
        isTeamLeader: one.isCrewLeader,
        workType: codeOf(one.workType),
        cardNumber: one.cardNo,
        issueCardDate: one.cardIssuedOn,
        hasBuyInsurance: one.hasInsurance,
        workRole: codeOf(one.workRole),
        ...personalRow(one.worker),
        gender: GENDER[one.worker?.gender ?? ''] ?? null,
        birthday: one.worker?.bornOn ?? null,
        birthPlaceCode: birthPlaceOf(one.worker),
        hasContract: seesContracts
          ? (one.worker?.labourContracts?.some(({ project }) => project?.code === projectCode) ?? false)
          : null,
        entryTime: period?.enteredOn ?? null,
        exitTime: period?.exitedOn ?? null,
        // The hub keeps files sealed and gives no address of them.
        entryAttachmentUrl: null,
        exitAttachmentUrl: null,
        issueCardPicUrl: null,
      };
    };
    if (business.text('idCardNumber') === '') return pageByCursor(desk, listing, askedPage(business), row);
    const isAsked = await askedPerson(business, desk);
    return pageOf(await everyNode(desk, listing, ({ worker }) => isAsked(worker)), askedPage(business), row);
  },
};

/** 进退场查询: a row for each entry and each exit. */
export const entryExitQuery: ReadMethod = {
  kind: 'READ',
  name: 'WorkerEntryExit.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const isAsked = await askedPerson(business, desk);
    const crewNo = business.text('teamSysNo');
    const listing = { document: PERIODS, variables: { code: projectCode }, at: under<Period>('engagements') };
    const periods = await everyNode(
      desk,
      listing,
      (one) => (crewNo === '' || one.crewNo === crewNo) && isAsked(one.worker),
    );
    const named = await crewNames(projectCode, desk);
    const [entry, exit] = desk.client.settings.entryExitReversed === true ? [0, 1] : [1, 0];
    const rows = periods.flatMap((one) => {
      const { corpCode, corpName } = named(one.crewNo);
      const crew = { projectCode, corpCode, corpName, teamSysNo: teamNumber(one.crewNo) };
      const told = { ...crew, ...personRow(one.worker) };
      const entered = { ...told, date: one.enteredOn, type: entry };
      return one.exitedOn === null ? [entered] : [entered, { ...told, date: one.exitedOn, type: exit }];
    });
    return pageOf(rows, askedPage(business), (row) => row);
  },
};

/** 劳动合同查询. */
export const contractQuery: ReadMethod = {
  kind: 'READ',
  name: 'WorkerContract.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const listing = {
      document: CONTRACTS,
      variables: { code: projectCode },
      at: under<Contract>('labourContracts'),
    };
    const row = (one: Contract) => ({
      projectCode,
      corpCode: one.employer?.creditCode ?? null,
      corpName: one.employer?.name ?? null,
      ...personRow(one.worker),
      contractCode: one.contractNo,
      contractPeriodType: Number(one.periodKind.code),
      startDate: one.startsOn,
      endDate: one.endsOn,
      unit: codeOf(one.unit),
      unitPrice: one.unitPrice,
      attachments: attachmentNames(one.attachments),
    });
    if (business.text('idCardNumber') === '') return pageByCursor(desk, listing, askedPage(business), row);
    const isAsked = await askedPerson(business, desk);
    return pageOf(await everyNode(desk, listing, ({ worker }) => isAsked(worker)), askedPage(business), row);
  },
};

/** A list below `project`. */
const under =
  <Node>(field: string) =>
  (data: Record<string, unknown>): Connection<Node> | null =>
    (data.project as Record<string, Connection<Node>> | null)?.[field] ?? null;

/** The interface's dictionary: 0 男, 1 女, not GB/T 2261.1 (trap 2). */
const GENDER: Readonly<Record<string, string>> = { MALE: '0', FEMALE: '1' };

/** The division of the first registration of residence (出生地), where the number is shown to this client in clear. */
const birthPlaceOf = (person: Person | null): string | null =>
  person?.documentType?.code === '01' ? (/^\d{6}/.exec(person.documentNumber ?? '')?.[0] ?? null) : null;

const roster = (name: string, more: string) =>
  graphDocument(`query RealName_${name}($code: ID!, $crewNo: String, $first: Int!, $after: Cursor) {
  project(code: $code) { realNameRegistrations(crewNo: $crewNo, first: $first, after: $after) { ${PAGING} nodes {
    crewNo isCrewLeader workType { code } workRole { code } cardNo cardIssuedOn hasInsurance
    worker { ${PERSON} gender bornOn ${PERSONAL} engagements { crewNo enteredOn exitedOn project { code } } ${more} }
  } } }
}`);

const ROSTER = roster('roster', '');
/** For clients that may see contracts; for the others the question would be refused whole. */
const ROSTER_WITH_CONTRACTS = roster('rosterWithContracts', 'labourContracts { project { code } }');

interface Registration {
  readonly crewNo: string;
  readonly isCrewLeader: boolean;
  readonly workType: { readonly code: string } | null;
  readonly workRole: { readonly code: string } | null;
  readonly cardNo: string | null;
  readonly cardIssuedOn: string | null;
  readonly hasInsurance: boolean | null;
  readonly worker:
    | (Person &
        Personal & {
          readonly gender: string | null;
          readonly bornOn: string | null;
          readonly labourContracts?: readonly { readonly project: { readonly code: string } | null }[] | null;
          readonly engagements: readonly (Omit<Period, 'worker'> & {
            readonly project: { readonly code: string } | null;
          })[];
        })
    | null;
}

const PERIODS = graphDocument(`query RealName_periods($code: ID!, $first: Int!, $after: Cursor) {
  project(code: $code) { engagements(first: $first, after: $after) { ${PAGING} nodes {
    crewNo enteredOn exitedOn worker { ${PERSON} }
  } } }
}`);

interface Period {
  readonly crewNo: string;
  readonly enteredOn: string;
  readonly exitedOn: string | null;
  readonly worker: Person | null;
}

const CONTRACTS = graphDocument(`query RealName_contracts($code: ID!, $first: Int!, $after: Cursor) {
  project(code: $code) { labourContracts(first: $first, after: $after) { ${PAGING} nodes {
    contractNo periodKind { code } startsOn endsOn unit { code } unitPrice attachments { name } employer { creditCode name } worker { ${PERSON} }
  } } }
}`);

interface Contract {
  readonly contractNo: string;
  readonly periodKind: { readonly code: string };
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly unit: { readonly code: string } | null;
  readonly unitPrice: string | null;
  readonly attachments: readonly { readonly name: string | null }[] | null;
  readonly employer: { readonly creditCode: string; readonly name: string } | null;
  readonly worker: Person | null;
}
