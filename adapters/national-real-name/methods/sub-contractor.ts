import type { Business } from '../business.ts';
import type { Complaint } from '../complaint.ts';
import { askInside, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import { maps } from '../maps.ts';
import { joinPlans, type Plan } from '../plan.ts';
import { fieldAt, listPlace, translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';
import { refusedPlan } from './refused-plan.ts';
import { single } from './single.ts';

/** 新增参建单位. */
export const subContractorAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectSubContractor.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'corpType'],
  plan: (business, desk) =>
    joinPlans(
      single('submitParticipatingUnits', maps.participatingUnit, business, desk, {
        known: () => STANDS_ALREADY,
      }),
      accounts(business, desk),
    ),
};

/** 更新参建单位: entry and exit that are not sent stay. */
export const subContractorUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'ProjectSubContractor.Update',
  isDirect: true,
  required: ['projectCode', 'corpCode'],
  async plan(business, desk) {
    const before = await unitBefore(business, desk);
    if (!before) return refusedPlan('[corpCode]', 'UNIT_UNKNOWN');
    return joinPlans(
      single('submitParticipatingUnits', maps.participatingUnit, business, desk, { before }),
      accounts(business, desk, before.role),
    );
  },
};

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
  const records = read.taken.map(({ fields, place }) => ({
    fields: { ...fields, projectCode: unit?.projectCode, generalContractorCode: unit?.enterpriseCode },
    place,
    fieldAt: fieldAt(map, place),
  }));
  return {
    parts: [{ operation: 'submitSpecialWageAccounts', records }],
    complaints: read.complaints,
    files: [],
  };
}

const UNITS = graphDocument(`query RealName_units($code: ID!) {
  project(code: $code) { participatingUnits { enterpriseCode role enteredOn exitedOn } }
}`);

type Unit = { enterpriseCode: string; role: string; enteredOn: string | null; exitedOn: string | null };

/** The unit as it stands; by its role too, where the call names one. */
async function unitBefore(business: Business, desk: Desk): Promise<Unit | undefined> {
  const code = business.required('projectCode');
  const found = (await askInside(desk, UNITS, { code })).project as { participatingUnits: Unit[] } | null;
  const { taken } = translate(maps.participatingUnit, [business.raw], () => '', desk.cipher);
  const role = taken[0]?.fields.role;
  return found?.participatingUnits.find(
    (unit) =>
      unit.enterpriseCode === business.required('corpCode') && (role === undefined || unit.role === role),
  );
}
