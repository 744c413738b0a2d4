import { formatYuan, parseYuan, type Yuan } from '../../../kernel/yuan.ts';
import type { Moment } from '../../../ledger/submission/dataset.ts';
import {
  day,
  digest,
  documentNo,
  list,
  notInFuture,
  notReversed,
  within,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** One use of a deposit (保证金动用): told to the bank, paid, restored. */
export interface Use {
  readonly amount: Yuan | null;
  readonly noticedOn: string | null;
  readonly noticeNo: string | null;
  readonly noticeDigest: string | null;
  readonly usedOn: string | null;
  readonly restoredOn: string | null;
}

/** Modelled: no document says how often a deposit may be used. */
const MOST = 100;

export const usesField = list(
  {
    amount: yuan({ isAboveZero: true }),
    noticedOn: day(),
    noticeNo: documentNo({ max: 100 }),
    noticeDigest: digest(),
    usedOn: day(),
    restoredOn: day(),
  },
  { max: MOST, min: 0 },
);

/** What the days and amount of one use say together, as of the latest one that is stated by itself. */
export function checkUses(uses: readonly Use[], report: Report, moment: Moment): void {
  for (const [place, use] of uses.entries()) {
    const inside = within(report, `uses.${place}`);
    for (const name of ['noticedOn', 'usedOn', 'restoredOn'] as const)
      notInFuture(inside, name, use[name], moment);
    notReversed(inside, 'usedOn', use.noticedOn, use.usedOn);
    notReversed(inside, 'restoredOn', use.usedOn, use.restoredOn);
    checkParts(use, inside);
  }
}

function checkParts({ amount, noticedOn, usedOn, restoredOn }: Use, report: Report): void {
  const missing = (path: string, expected: string) => report.reject('VALUE_MISSING', { path, expected });
  if (noticedOn === null && usedOn === null) missing('noticedOn', 'the day of the notice or of the use');
  if ((amount === null) !== (usedOn === null))
    missing(amount === null ? 'amount' : 'usedOn', 'an amount used together with its day');
  if (restoredOn !== null && usedOn === null) missing('usedOn', 'the day of the use that was restored');
}

/** By the day on which each began; the later stated of one day is the later. */
export const inOrder = (uses: readonly Use[]): Use[] =>
  uses.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));

const dayOf = ({ noticedOn, usedOn }: Use): string => noticedOn ?? usedOn ?? '';

/** What is stored: null where none are stated, amounts as text, and of each nothing that is not stated. */
export const storedUses = (uses: readonly Use[]): readonly object[] | null =>
  uses.length === 0
    ? null
    : inOrder(uses).map(({ amount, ...use }) =>
        Object.fromEntries(
          Object.entries({ ...use, amount: amount && formatYuan(amount) }).filter(
            ([, part]) => part !== null,
          ),
        ),
      );

/** As they are read from where they are stored. */
export const usesOf = (stored: unknown): Use[] =>
  ((stored ?? []) as Readonly<Record<keyof Use, string>>[]).map(({ amount, ...use }) => ({
    ...UNSTATED,
    ...use,
    amount: amount ? parseYuan(amount) : null,
  }));

/** A use of which nothing is stated. */
export const UNSTATED: Use = {
  amount: null,
  noticedOn: null,
  noticeNo: null,
  noticeDigest: null,
  usedOn: null,
  restoredOn: null,
};
