import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type VerdictCode, type VerdictEntry, verdictCatalogue } from '../../../schema/verdicts.ts';
import { verdictCodes } from '../../../subgraphs/exchange/verdict-codes.ts';
import { openWarned } from './banking-cases.ts';
import { CASES, type Case } from './cases.ts';
import { openDecided } from './project-cases.ts';
import { asOperator, openRooms, type Rooms, type ToldVerdict } from './rooms.ts';
import { openSite } from './site.ts';

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
  await openSite(rooms);
  await openDecided(rooms);
  await openWarned(rooms);
  // No value that the checks of a field let pass is refused by the hub's own tables, so the operator adds a check.
  await asOperator(
    rooms.provincial,
    `alter table provincial.crew add constraint operators_own check (name <> 'REFUSED HERE')`,
  );
  await asOperator(
    rooms.provincial,
    `insert into hub.archived_month (room, tab, month, closed_at)
     values ('provincial', 'attendance_record', '2021-06-01', '2026-02-01T00:00:00Z')`,
  );
}, 60_000);
afterAll(() => rooms?.close());

test('No code of the catalogue is without an input that gives it, and no input gives a code that is not listed', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(verdictCatalogue).sort());
});

const cases = Object.entries(CASES) as [VerdictCode, Case][];
const isWarning = ([code]: [VerdictCode, Case]) => verdictCatalogue[code].outcome === 'WARNING';

describe('A real input gives', () => {
  test.each(cases.filter((one) => !isWarning(one)))('%s', async (code, one) => {
    const verdict = await verdictOf(one);
    expect(toldOf(verdict)).toBe(`${code}: ${one.told}`);
    expect(one.told.split(' ')[0]).toBe(verdictCatalogue[code].outcome);
    expectTexts(verdict, verdictCatalogue[code]);
    expect(verdict.heldUntil !== null).toBe(verdict.outcome === 'HELD');
  });
});

describe('A real input is taken with the warning', () => {
  test.each(cases.filter(isWarning))('%s', async (code, one) => {
    const verdict = await verdictOf(one);
    expect(toldOf(verdict)).toBe(`${one.code ?? one.told}: ${one.told}`);
    expect(verdict.warnings).toContain(code);
    const [listed] = verdictCodes({ code });
    expect(listed).toMatchObject({ outcome: 'WARNING', message: verdictCatalogue[code].zh });
  });
});

async function verdictOf({ before = [], send }: Case): Promise<ToldVerdict> {
  let recordId = '';
  const sent = async (step: typeof send): Promise<ToldVerdict> => {
    const [operation, records, sending] = typeof step === 'function' ? step(recordId) : step;
    return (await rooms.submit(operation, [records].flat(), sending)).at(-1)!;
  };
  for (const step of before) {
    recordId = (await sent(step)).recordId!;
    expect(recordId).toEqual(expect.any(String));
  }
  return sent(send);
}

const toldOf = ({ code, outcome, path }: ToldVerdict): string =>
  `${code}: ${outcome}${path === null ? '' : ` ${path}`}`;

/** The catalogue's texts came with the verdict; what was expected may be the field's own closer word. */
function expectTexts(verdict: ToldVerdict, { zh, en, remedyZh, expected }: VerdictEntry): void {
  expect(verdict).toMatchObject({ message: zh, messageEn: en, remedy: remedyZh });
  if (expected !== null) expect(verdict.expected).toMatch(/\S/);
}
