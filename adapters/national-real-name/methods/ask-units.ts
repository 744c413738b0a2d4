import { CORP_TYPE, codeOf, teamNumber } from '../codes-back.ts';
import { askedCreditCode } from '../credit-code.ts';
import { ask } from '../desk.ts';
import { attachmentNames } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, pageOf } from '../pages.ts';
import type { ReadMethod } from './method.ts';

/** 参建单位查询. */
export const subContractorQuery: ReadMethod = {
  kind: 'READ',
  name: 'ProjectSubContractor.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const corpCode = askedCreditCode(business, 'corpCode');
    const found = (await ask(desk, UNITS, { code: projectCode, today: desk.today })).project as {
      participatingUnits: Unit[];
      siteManagers: { nodes: readonly Manager[] };
    } | null;
    const managers = (found?.siteManagers.nodes ?? []).filter((one) => one.post.code === PROJECT_MANAGER);
    const units = (found?.participatingUnits ?? []).filter(
      (unit) => corpCode === undefined || unit.enterpriseCode === corpCode,
    );
    return pageOf(units, askedPage(business), (unit) => ({
      projectCode,
      corpCode: unit.enterpriseCode,
      corpName: unit.enterprise?.name ?? null,
      corpType: codeOf(unit.unitType) ?? CORP_TYPE[unit.role] ?? null,
      entryTime: unit.enteredOn && `${unit.enteredOn} 00:00:00`,
      exitTime: unit.exitedOn && `${unit.exitedOn} 00:00:00`,
      bankInfos: (unit.payingBanks ?? []).map((one) => ({
        bankCode: codeOf(one.bank),
        bankName: one.bankName,
        bankNumber: one.accountNumber,
        bankLinkNumber: one.bankLinkNo,
      })),
      ...managerRow(managers.find((one) => one.unitCode === unit.enterpriseCode && one.role === unit.role)),
    }));
  },
};

/** 班组查询: by unit, number or part of the name. */
export const teamQuery: ReadMethod = {
  kind: 'READ',
  name: 'Team.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const corpCode = askedCreditCode(business, 'corpCode');
    const found = (await ask(desk, CREWS, { code: projectCode })).project as { crews: Crew[] } | null;
    const [number, name] = ['teamSysNo', 'teamName'].map((one) => business.text(one));
    const crews = (found?.crews ?? []).filter(
      (crew) =>
        (corpCode === undefined || crew.unit?.creditCode === corpCode) &&
        (number === '' || crew.crewNo === number) &&
        (name === '' || crew.name.includes(name!)),
    );
    return pageOf(crews, askedPage(business), (crew) => ({
      projectCode,
      corpCode: crew.unit?.creditCode ?? null,
      corpName: crew.unit?.name ?? null,
      teamSysNo: teamNumber(crew.crewNo),
      teamName: crew.name,
      entryTime: crew.enteredOn,
      exitTime: crew.exitedOn,
      entryAttachments: attachmentNames(crew.particulars?.entryFiles),
      exitAttachments: attachmentNames(crew.particulars?.exitFiles),
      teamLeaderName: crew.particulars?.leaderName ?? null,
      teamLeaderPhone: crew.particulars?.leaderPhone ?? null,
      teamLeaderIDCardType: codeOf(crew.particulars?.leaderDocumentType),
      teamLeaderIDNumber: crew.particulars?.leaderDocumentNumber ?? null,
      responsiblePersonName: crew.particulars?.responsibleName ?? null,
      responsiblePersonPhone: crew.particulars?.responsiblePhone ?? null,
      responsiblePersonIDCardType: codeOf(crew.particulars?.responsibleDocumentType),
      responsiblePersonIDNumber: crew.particulars?.responsibleDocumentNumber ?? null,
      remark: crew.particulars?.remark ?? null,
    }));
  },
};

const UNITS = graphDocument(`query RealName_unitRows($code: ID!, $today: Date!) {
  project(code: $code) {
    participatingUnits {
      enterpriseCode role enteredOn exitedOn enterprise { name } unitType { code }
      payingBanks { bank { code } bankName accountNumber bankLinkNo }
    }
    siteManagers(onSiteOn: $today, first: 200) { nodes {
      unitCode role name phone post { code } worker { documentType { code } documentNumber }
    } }
  }
}`);

/** Dictionary management-posts: 项目经理. */
const PROJECT_MANAGER = '03';

type Code = { readonly code: string } | null;

interface Manager {
  readonly unitCode: string;
  readonly role: string;
  readonly name: string;
  readonly phone: string | null;
  readonly post: { readonly code: string };
  readonly worker: { readonly documentType: Code; readonly documentNumber: string | null } | null;
}

/** 项目经理: by a document only where the manager is on record as a worker too, who alone has one in the graph. */
const managerRow = (one: Manager | undefined) => ({
  pmName: one?.name ?? null,
  pmIDCardType: codeOf(one?.worker?.documentType),
  pmIDCardNumber: one?.worker?.documentNumber ?? null,
  pmPhone: one?.phone ?? null,
});

interface Unit {
  readonly enterpriseCode: string;
  readonly role: string;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly enterprise: { readonly name: string } | null;
  readonly unitType: Code;
  readonly payingBanks:
    | readonly {
        readonly bank: Code;
        readonly bankName: string | null;
        readonly accountNumber: string | null;
        readonly bankLinkNo: string | null;
      }[]
    | null;
}

const CREWS = graphDocument(`query RealName_crewRows($code: ID!) {
  project(code: $code) { crews { crewNo name enteredOn exitedOn unit { creditCode name } particulars {
    leaderName leaderPhone leaderDocumentType { code } leaderDocumentNumber
    responsibleName responsiblePhone responsibleDocumentType { code } responsibleDocumentNumber remark
    entryFiles { name } exitFiles { name }
  } } }
}`);

interface Crew {
  readonly crewNo: string;
  readonly name: string;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly unit: { readonly creditCode: string; readonly name: string } | null;
  readonly particulars: {
    readonly leaderName: string | null;
    readonly leaderPhone: string | null;
    readonly leaderDocumentType: Code;
    readonly leaderDocumentNumber: string | null;
    readonly responsibleName: string | null;
    readonly responsiblePhone: string | null;
    readonly responsibleDocumentType: Code;
    readonly responsibleDocumentNumber: string | null;
    readonly remark: string | null;
    readonly entryFiles: readonly { readonly name: string | null }[] | null;
    readonly exitFiles: readonly { readonly name: string | null }[] | null;
  } | null;
}
