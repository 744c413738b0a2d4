import { type Business, fieldOf, type Row, textOf } from '../business.ts';
import type { Complaint } from '../complaint.ts';
import { askInside, type Desk } from '../desk.ts';
import { readFiles } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
import { joinPlans } from '../plan.ts';
import type { WriteMethod } from './method.ts';
import { refusedPlan } from './refused-plan.ts';
import { single } from './single.ts';

/** 新增班组: the hub gives the number. */
export const teamAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'Team.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'teamName'],
  async plan(business, desk) {
    const { teamSysNo } = await desk.ports.teamNumbers.issue({
      projectCode: business.required('projectCode'),
      unitCode: business.required('corpCode'),
      teamName: business.required('teamName'),
      serial: desk.serial,
    });
    const crew = single('submitCrews', maps.crew, business, desk, {
      after: (fields) => ({ ...fields, crewNo: String(teamSysNo) }),
      known: () => standsAlready(teamSysNo),
    });
    return { ...joinPlans(crew, attachments(business)), issued: { teamSysNo } };
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
    return joinPlans(single('submitCrews', maps.crew, business, desk, { before }), attachments(business));
  },
};

/** Clients read the number out of this very text. */
const standsAlready = (teamSysNo: number): Complaint => ({
  place: '',
  chinese: `班组已存在,已存在班组编号为:${teamSysNo}`,
  english: '',
});

const attachments = (business: Business) => ({
  parts: [],
  ...readFiles(
    ['entryAttachments', 'exitAttachments'].flatMap((list) =>
      business.list(list).map((row: Row, index) => ({
        text: textOf(fieldOf(row, 'data')),
        place: `[${list}][${index}][data]`,
        limit: ATTACHMENT,
        list,
      })),
    ),
  ),
});

const CREWS = graphDocument(`query RealName_crews($code: ID!) {
  project(code: $code) { crews { crewNo name unit { creditCode } enteredOn exitedOn } }
}`);

interface Crew {
  readonly crewNo: string;
  readonly name: string;
  readonly unit: { readonly creditCode: string } | null;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
}

async function crewBefore(business: Business, desk: Desk): Promise<Record<string, unknown> | undefined> {
  const code = business.required('projectCode');
  const found = (await askInside(desk, CREWS, { code })).project as { crews: readonly Crew[] } | null;
  const unitCode = business.required('corpCode');
  const crew = found?.crews.find(
    (one) => one.crewNo === business.required('teamSysNo') && one.unit?.creditCode === unitCode,
  );
  return crew && { unitCode, name: crew.name, enteredOn: crew.enteredOn, exitedOn: crew.exitedOn };
}
