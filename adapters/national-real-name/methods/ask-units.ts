import { CORP_TYPE, teamNumber } from '../codes-back.ts';
import { ask } from '../desk.ts';
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
    const found = (await ask(desk, UNITS, { code: projectCode })).project as {
      participatingUnits: Unit[];
    } | null;
    const corpCode = business.text('corpCode');
    const units = (found?.participatingUnits ?? []).filter(
      (unit) => corpCode === '' || unit.enterpriseCode === corpCode,
    );
    return pageOf(units, askedPage(business), (unit) => ({
      projectCode,
      corpCode: unit.enterpriseCode,
      corpName: unit.enterprise?.name ?? null,
      corpType: CORP_TYPE[unit.role] ?? null,
      entryTime: unit.enteredOn && `${unit.enteredOn} 00:00:00`,
      exitTime: unit.exitedOn && `${unit.exitedOn} 00:00:00`,
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
    const found = (await ask(desk, CREWS, { code: projectCode })).project as { crews: Crew[] } | null;
    const [corpCode, number, name] = ['corpCode', 'teamSysNo', 'teamName'].map((one) => business.text(one));
    const crews = (found?.crews ?? []).filter(
      (crew) =>
        (corpCode === '' || crew.unit?.creditCode === corpCode) &&
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
    }));
  },
};

const UNITS = graphDocument(`query RealName_unitRows($code: ID!) {
  project(code: $code) { participatingUnits { enterpriseCode role enteredOn exitedOn enterprise { name } } }
}`);

interface Unit {
  readonly enterpriseCode: string;
  readonly role: string;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly enterprise: { readonly name: string } | null;
}

const CREWS = graphDocument(`query RealName_crewRows($code: ID!) {
  project(code: $code) { crews { crewNo name enteredOn exitedOn unit { creditCode name } } }
}`);

interface Crew {
  readonly crewNo: string;
  readonly name: string;
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
  readonly unit: { readonly creditCode: string; readonly name: string } | null;
}
