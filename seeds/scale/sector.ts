import { addDays } from '../../kernel/calendar.ts';
import { HousingPermit } from '../../subgraphs/housing/facts.ts';
import { ContractSection, TransportPermit } from '../../subgraphs/transport/facts.ts';
import { WaterPermit, WaterWorks } from '../../subgraphs/water/facts.ts';
import { type Planned, planned } from '../planned.ts';
import { type ScaleProject, STARTED } from './cast.ts';
import { nameOf } from './site.ts';

// What the sector departments keep of their projects at scale; of another sector's project none.

const ON = addDays(STARTED, -5);

export const housing = (project: ScaleProject): Planned[] =>
  project.kind === 'HOUSING'
    ? [
        planned(
          HousingPermit,
          ON,
          { ...permitOf(project), floorAreaM2: 3_000 + (project.serial % 400) * 50 },
          { source: 'housing-platform' },
        ),
      ]
    : [];

export const transport = (project: ScaleProject): Planned[] =>
  project.kind === 'TRANSPORT'
    ? [
        planned(TransportPermit, ON, permitOf(project), { source: 'transport-platform' }),
        ...[1, 2].map((place) =>
          planned(ContractSection, ON, sectionOf(project, place), { source: 'transport-platform' }),
        ),
      ]
    : [];

export const water = (project: ScaleProject): Planned[] =>
  project.kind === 'WATER'
    ? [
        planned(WaterPermit, ON, permitOf(project), { source: 'water-platform' }),
        planned(
          WaterWorks,
          ON,
          { projectCode: project.code, worksNo: 'SL-01', kind: 'DYKE', name: `${nameOf(project)}主体` },
          { source: 'water-platform' },
        ),
      ]
    : [];

const permitOf = ({ code, category, contractor }: ScaleProject) => ({
  permitNo: `${code.slice(0, 6)}-SG-${code.slice(6)}`,
  projectCode: code,
  issuedOn: ON,
  issuingAuthority: '示例行政审批局',
  worksKind: category,
  contractorCode: contractor,
  startsOn: STARTED,
});

const sectionOf = ({ code, serial, contractor }: ScaleProject, place: number) => ({
  projectCode: code,
  sectionNo: `TJ-0${place}`,
  name: `示例规模合同段第${place}号`,
  routeName: `X${100 + (serial % 900)}`,
  isWaterway: false,
  lengthM: 2_000 + (serial % 100) * 40,
  contractorCode: contractor,
});
