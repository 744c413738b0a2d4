import type { Business } from '../business.ts';
import type { Complaint } from '../complaint.ts';
import { creditCodeOf } from '../credit-code.ts';
import { askInClear, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import { maps } from '../maps.ts';
import { joinPlans, type Plan } from '../plan.ts';
import { fieldAt, listPlace, placeInList, translate } from '../translate.ts';
import { isOfKnownBank } from './paying-accounts.ts';
import type { WriteMethod } from './method.ts';
import { refusedPlan } from './refused-plan.ts';
import { restated } from './restated.ts';
import { single } from './single.ts';

/**
 * 新增参建单位. The notes give a unit no number: it is told by project, enterprise and role, of which a type is one kind (modelled,
 * docs/decisions/0042-who-is-who-at-the-603-door.md). The unit under another type of its role is there already, and changed by Update alone.
 */
export const subContractorAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectSubContractor.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'corpType'],
  async plan(business, desk) {
    const before = await unitBefore(business, desk);
    const stated = statedUnit(business, desk);
    if (before?.unitType != null && stated?.unitType !== undefined && before.unitType !== stated.unitType)
      return { parts: [], complaints: [STANDS_ALREADY], files: [] };
    return unitPlan(business, desk, before, { known: () => STANDS_ALREADY });
  },
};

/** 更新参建单位: what is not sent stays. */
export const subContractorUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectSubContractor.Update',
  isDirect: true,
  required: ['projectCode', 'corpCode'],
  async plan(business, desk) {
    const before = await unitBefore(business, desk);
    if (!before) return refusedPlan('[corpCode]', 'UNIT_UNKNOWN');
    return unitPlan(business, desk, before);
  },
};

/** The unit with the banks it pays from, its project manager, and a general contractor's special wage accounts. */
function unitPlan(
  business: Business,
  desk: Desk,
  before: Unit | undefined,
  told: { readonly known?: () => Complaint } = {},
): Plan {
  const banks = translate(maps.payingBank, business.list('bankInfos'), listPlace('bankInfos'), desk.cipher);
  const payingBanks = banks.taken.map(({ fields }) => fields);
  const after = (fields: Record<string, unknown>) => ({
    ...fields,
    ...(payingBanks.length > 0 && { payingBanks }),
  });
  const { managers: _managers, ...stands } = before ?? {};
  return joinPlans(
    single('submitParticipatingUnits', maps.participatingUnit, business, desk, {
      before: stands,
      after,
      placeOf: placeInList('payingBanks', banks.taken, maps.payingBank),
      ...told,
    }),
    { parts: [], complaints: banks.complaints, files: [] },
    manager(business, desk, before),
    accounts(business, desk, before?.role),
  );
}

/** What the call states of the unit itself; undefined where that cannot be read. */
const statedUnit = (business: Business, { cipher }: Desk): Record<string, unknown> | undefined =>
  translate(maps.participatingUnit, [business.raw], () => '', cipher).taken[0]?.fields;

/** The day from which this person manages already (在岗项目经理): a repeated call begins no second period. */
const standing = (before: Unit | undefined, role: unknown, name: unknown): string | undefined =>
  before?.managers.find((one) => one.role === role && one.name === name && one.exitedOn === null)?.enteredOn;

/**
 * 项目经理: a site manager of the unit, known by a document. From the day of the unit's entry; where that is not stated, from the day
 * of the call (modelled).
 */
function manager(business: Business, desk: Desk, before: Unit | undefined): Plan {
  const unit = { ...before, ...statedUnit(business, desk) };
  const map = maps.siteManager;
  const { taken, complaints } = translate(map, [business.raw], () => '', desk.cipher);
  const stated = taken[0]?.fields;
  if (stated && stated.documentNumber === undefined) return { parts: [], complaints: [], files: [] };
  const records = taken.map(({ fields, place }) => ({
    fields: {
      ...fields,
      role: unit.role,
      enteredOn: standing(before, unit.role, fields.name) ?? unit.enteredOn ?? desk.today,
    },
    place,
    fieldAt: fieldAt(map, place),
  }));
  return { parts: [{ operation: 'submitSiteManagers', records }], complaints, files: [] };
}

const STANDS_ALREADY: Complaint = {
  place: '',
  chinese: '参建单位已存在',
  english: 'the unit takes part in the project already',
};

/** The banks that wages are paid from (bankInfos): special wage accounts, which only the general contractor opens. */
function accounts(business: Business, desk: Desk, role?: string): Plan {
  const { taken } = translate(maps.participatingUnit, [business.raw], () => '', desk.cipher);
  const unit = taken[0]?.fields;
  if ((unit?.role ?? role) !== 'GENERAL_CONTRACTOR') return { parts: [], complaints: [], files: [] };
  const map = maps.specialWageAccount;
  const read = translate(map, business.list('bankInfos'), listPlace('bankInfos'), desk.cipher);
  const records = read.taken.filter(isOfKnownBank).map(({ fields, place }) => ({
    fields: { ...fields, projectCode: unit?.projectCode, generalContractorCode: unit?.enterpriseCode },
    place,
    fieldAt: fieldAt(map, place),
  }));
  // What is wrong with a bank is told with the unit's.
  return { parts: [{ operation: 'submitSpecialWageAccounts', records }], complaints: [], files: [] };
}

/** Dictionary management-posts: 项目经理. */
const PROJECT_MANAGER = '03';

const UNITS = graphDocument(`query RealName_units($code: ID!, $managers: SiteManagerFilter!) {
  siteManagers(filter: $managers, first: 50) { nodes { role name enteredOn exitedOn } }
  project(code: $code) { participatingUnits {
    enterpriseCode role enteredOn exitedOn unitType { code } payingBanks { bank { code } bankName accountNumber bankLinkNo }
  } }
}`);

interface Unit extends Record<string, unknown> {
  readonly enterpriseCode: string;
  readonly role: string;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly unitType?: string;
  readonly managers: readonly Manager[];
}

interface Manager {
  readonly role: string;
  readonly name: string;
  readonly enteredOn: string;
  readonly exitedOn: string | null;
}

interface Shown extends Record<string, unknown> {
  readonly enterpriseCode: string;
  readonly role: string;
  readonly payingBanks:
    | readonly (Record<string, unknown> & { readonly bank: { code: string } | null })[]
    | null;
}

/** The unit as it stands; by its role too, where the call names one. */
async function unitBefore(business: Business, desk: Desk): Promise<Unit | undefined> {
  const code = business.required('projectCode');
  const unitCode = creditCodeOf(business.required('corpCode'));
  // A code that is none is nobody's, and the graph would refuse the question.
  if (unitCode === undefined) return undefined;
  const managers = { projectCode: code, unitCode, post: PROJECT_MANAGER };
  const data = await askInClear(desk, UNITS, { code, managers });
  const found = data.project as { participatingUnits: Shown[] } | null;
  const role = statedUnit(business, desk)?.role;
  const unit = found?.participatingUnits.find(
    (one) => one.enterpriseCode === unitCode && (role === undefined || one.role === role),
  );
  if (!unit) return undefined;
  const payingBanks = unit.payingBanks?.map(({ bank, ...rest }) => ({ ...rest, bankCode: bank?.code }));
  const stands = restated({ ...unit, payingBanks });
  return { ...stands, managers: (data.siteManagers as { nodes: Manager[] }).nodes } as unknown as Unit;
}
