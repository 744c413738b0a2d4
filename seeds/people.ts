import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { codeTable } from '../schema/codes.ts';
import { draw } from './draw.ts';
import { personName, VILLAGES } from './names.ts';
import { mobileNumber, residentNumber } from './synthetic-numbers.ts';

/** A fictional worker, before the identity registry knows the number. */
export interface Person {
  readonly serial: number;
  readonly number: string;
  readonly bornOn: BusinessDate;
  readonly name: string;
  readonly gender: string;
  readonly ethnicGroup: string;
  readonly education: string;
  readonly phone: string;
  readonly homeAddress: string;
  /** Some system still sends the old number of 15 digits as well. */
  readonly registeredTwice?: boolean;
}

/** The workers of the demo (农民工), the same for every business date but for the under-aged one's birth. */
export function people(count: number): Person[] {
  const chance = draw('people');
  const counties = codeTable('divisions-guangxi').items.filter(({ level }) => level === 'county');
  const cityOf = codeTable('divisions-guangxi').byCode;
  const numbers = new Set<string>();
  return Array.from({ length: count }, (_, serial) => {
    const county = chance.pick(counties);
    let bornOn = FIRST_BIRTH;
    let number = '';
    // Serial 000 leaves one number to each county and day.
    do {
      bornOn = addDays(FIRST_BIRTH, chance.below(DAYS_OF_BIRTH));
      number = residentNumber(county.code, bornOn);
    } while (numbers.has(number));
    numbers.add(number);
    const home = `广西${cityOf.get(String(county.parent))?.name}${county.name}${chance.pick(VILLAGES)}${chance.between(1, 199)}号`;
    return {
      serial,
      number,
      bornOn,
      name: personName(chance),
      gender: chance.chance(0.86) ? 'MALE' : 'FEMALE',
      ethnicGroup: chance.chance(0.38) ? '08' : chance.pick(['01', '01', '01', '06', '12', '13']),
      education: chance.pick(['01', '02', '02', '02', '03', '04']),
      phone: mobileNumber(serial),
      homeAddress: home,
    };
  });
}

const FIRST_BIRTH = '1968-01-01' as BusinessDate;
const DAYS_OF_BIRTH = 13_000;
