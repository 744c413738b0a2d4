import type { Enterprise } from '../subgraphs/provincial/facts.ts';
import { draw } from './draw.ts';
import { FIRM_WORDS, personName } from './names.ts';
import type { ContentOf } from './planned.ts';
import { enterpriseCode, institutionCode } from './synthetic-numbers.ts';

export type EnterpriseContent = ContentOf<typeof Enterprise>;

/** The fictional enterprises of the demo (企业), by what they do. */
export interface Enterprises {
  readonly owners: readonly EnterpriseContent[];
  readonly contractors: Readonly<Record<string, readonly EnterpriseContent[]>>;
  readonly subcontractors: readonly EnterpriseContent[];
  readonly supervisors: readonly EnterpriseContent[];
  readonly all: readonly EnterpriseContent[];
}

export function enterprises(): Enterprises {
  const chance = draw('enterprises');
  let serial = 0;
  const firms = (count: number, from: number, trade: string, short: string): EnterpriseContent[] =>
    Array.from({ length: count }, (_, place) => {
      const word = FIRM_WORDS[(from + place) % FIRM_WORDS.length]!;
      const division = CITIES[serial % CITIES.length]!;
      serial += 1;
      return {
        creditCode: enterpriseCode(division, serial),
        name: `广西${word}${trade}有限公司`,
        abbreviation: `${word}${short}`,
        divisionCode: division,
        registrationType: '150',
        legalRepresentative: personName(chance),
        establishedOn: `20${String(chance.between(5, 19)).padStart(2, '0')}-0${chance.between(1, 9)}-1${chance.between(0, 9)}`,
      };
    });
  const institutions = OWNER_OFFICES.map((name, place) => ({
    creditCode: institutionCode('450000', place + 101),
    name,
    divisionCode: '450100',
  }));
  const owners = [...firms(10, 0, '城市建设投资', '城投'), ...institutions];
  const contractors = {
    HOUSING: firms(8, 0, '建设集团', '建设'),
    TRANSPORT: firms(4, 8, '路桥工程', '路桥'),
    WATER: firms(4, 12, '水利水电建设', '水建'),
    OTHER: firms(4, 16, '能源建设', '能建'),
  };
  const subcontractors = firms(20, 3, '建筑劳务', '劳务');
  const supervisors = firms(6, 9, '工程监理', '监理');
  const all = [...owners, ...Object.values(contractors).flat(), ...subcontractors, ...supervisors];
  return { owners, contractors, subcontractors, supervisors, all };
}

const CITIES = ['450100', '450200', '450300', '450400', '450500', '450700', '450900', '451000'];
const OWNER_OFFICES = [
  '广西示例公路建设中心',
  '广西示例航道建设中心',
  '广西示例水利工程管理处',
  '广西示例农田建设服务中心',
];
