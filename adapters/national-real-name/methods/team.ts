import type { Business } from '../business.ts';
import type { Complaint } from '../complaint.ts';
import { creditCodeOf, noCreditCode } from '../credit-code.ts';
import { askInClear, type Desk } from '../desk.ts';
import { attachmentsAt, namedDigests, readFiles } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { maps } from '../maps.ts';
import { joinPlans, type Plan } from '../plan.ts';
import { translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';
import { refusedPlan } from './refused-plan.ts';
import { restated } from './restated.ts';
import { single } from './single.ts';

/** 新增班组: the hub gives the number. */
export const teamAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'Team.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'teamName'],
  async plan(business, desk) {
    const missing = unproved(business, desk);
    if (missing) return missing;
    const stated = business.required('corpCode');
    const unitCode = creditCodeOf(stated);
    if (unitCode === undefined)
      return { parts: [], complaints: [noCreditCode('[corpCode]', stated)], files: [] };
    const { teamSysNo } = await desk.ports.teamNumbers.issue({
      projectCode: business.required('projectCode'),
      unitCode,
      teamName: business.required('teamName'),
      serial: desk.serial,
    });
    const proofs = attachments(business);
    const crew = single('submitCrews', maps.crew, business, desk, {
      after: (fields) => ({ ...fields, ...digestsOf(business, proofs), crewNo: String(teamSysNo) }),
      known: () => standsAlready(teamSysNo),
    });
    return { ...joinPlans(crew, proofs), issued: { teamSysNo } };
  },
};

/** 更新班组: what is not sent stays. */
export const teamUpdate: WriteMethod = {
  kind: 'WRITE',
  name: 'Team.Update',
  isDirect: true,
  required: ['projectCode', 'corpCode', 'teamSysNo'],
  async plan(business, desk) {
    const before = await crewBefore(business, desk);
    if (!before) return refusedPlan('[teamSysNo]', 'CREW_UNKNOWN');
    const missing = unproved(business, desk, before);
    if (missing) return missing;
    const proofs = attachments(business);
    const after = (fields: Record<string, unknown>) => ({ ...fields, ...digestsOf(business, proofs) });
    return joinPlans(single('submitCrews', maps.crew, business, desk, { before, after }), proofs);
  },
};

/** Clients read the number out of this very text. */
const standsAlready = (teamSysNo: number): Complaint => ({
  place: '',
  chinese: `班组已存在,已存在班组编号为:${teamSysNo}`,
  english: '',
});

/** What proves entry and exit (进退场附件): required with the day that it proves (§6.4). */
const PROOFS = { entryTime: 'entryAttachments', exitTime: 'exitAttachments' } as const;

const attachments = (business: Business): Plan => ({
  parts: [],
  ...readFiles(Object.values(PROOFS).flatMap((list) => attachmentsAt(business.list(list), list))),
});

/** Where the standard keeps the files of each list. */
const HOMES = { entryAttachments: 'entryFiles', exitAttachments: 'exitFiles' } as const;

/** The digests under which the standard keeps what was sent, with its names; what is not sent stays. */
const digestsOf = (business: Business, { files }: Plan): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(HOMES)
      .map(([list, home]) => [home, namedDigests(business.list(list), list, files)] as const)
      .filter(([, kept]) => kept.length > 0),
  );

/** Days that are stated and proved by nothing; one that stands already was proved when it came. */
function unproved(business: Business, { cipher }: Desk, before: Record<string, unknown> = {}): Plan | null {
  const stated = translate(maps.crew, [business.raw], () => '', cipher).taken[0]?.fields ?? {};
  const days = { entryTime: 'enteredOn', exitTime: 'exitedOn' } as const;
  const complaints = (['entryTime', 'exitTime'] as const)
    .filter((day) => stated[days[day]] !== undefined && stated[days[day]] !== before[days[day]])
    .filter((day) => attachmentsAt(business.list(PROOFS[day]), PROOFS[day]).every(({ text }) => text === ''))
    .map((day) => ({
      place: `[${PROOFS[day]}]`,
      chinese: `填写 ${day} 时不能为空`,
      english: `required where ${day} is given`,
    }));
  return complaints.length === 0 ? null : { parts: [], complaints, files: [] };
}

const CREWS = graphDocument(`query RealName_crews($code: ID!) {
  project(code: $code) { crews { crewNo name unit { creditCode } enteredOn exitedOn particulars {
    remark workType { code } wageKind wage entryFiles { name digest } exitFiles { name digest } leaderName leaderPhone leaderDocumentType { code }
    leaderDocumentNumber responsibleName responsiblePhone responsibleDocumentType { code } responsibleDocumentNumber
  } } }
}`);

interface Crew {
  readonly crewNo: string;
  readonly name: string;
  readonly unit: { readonly creditCode: string } | null;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly particulars: Readonly<Record<string, unknown>> | null;
}

async function crewBefore(business: Business, desk: Desk): Promise<Record<string, unknown> | undefined> {
  const code = business.required('projectCode');
  const found = (await askInClear(desk, CREWS, { code })).project as { crews: readonly Crew[] } | null;
  const unitCode = creditCodeOf(business.required('corpCode'));
  // A code that is none is nobody's.
  if (unitCode === undefined) return undefined;
  const crew = found?.crews.find(
    (one) => one.crewNo === business.required('teamSysNo') && one.unit?.creditCode === unitCode,
  );
  if (!crew) return undefined;
  const { name, enteredOn, exitedOn, particulars } = crew;
  return { unitCode, name, enteredOn, exitedOn, ...restated(particulars ?? {}) };
}
