import { parseYuan, type Yuan, ZERO_YUAN } from '../../../kernel/yuan.ts';
import type { Resolvers } from '../../subgraph.ts';
import { type ThreeWayMatch, threeWayMatch } from '../rules/three-way-match.ts';

/** What the gateway hands over of the departments' fields when `threeWayMatch` is asked for; theirs are null while they are out of reach. */
interface Known {
  readonly isRegistered: boolean;
  readonly presentDays: number;
  readonly isOnSheet: boolean;
  readonly sheetDays: number | null;
  readonly toleranceDays: number;
  readonly payable: string | null;
  readonly actual: string | null;
  readonly areRostersWhole: boolean;
  readonly isAttendanceWhole: boolean;
  readonly areSheetsWhole: boolean;
  readonly isContracted: boolean | null;
  readonly areContractsWhole: boolean | null;
  readonly paid: string | null;
  readonly paidElsewhere: string | null;
  readonly arePaymentsWhole: boolean | null;
  readonly areAccountsWhole: boolean | null;
}

export const workerMonthResolvers: Resolvers = {
  WorkerMonth: {
    threeWayMatch: (known: Known) => matchOf(known),
  },
};

function matchOf(known: Known): ThreeWayMatch | null {
  const { isContracted, paid, paidElsewhere } = known;
  // Not known is not the same as none: the department that knows may be out of reach, or not tell this caller.
  if (isContracted === null || paid === null || paidElsewhere === null) return null;
  const paidElsewhereFen = parseYuan(paidElsewhere);
  const month = {
    ...known,
    isContracted,
    payableFen: fenOf(known.payable),
    actualFen: fenOf(known.actual),
    paidFen: parseYuan(paid) - paidElsewhereFen,
    paidElsewhereFen,
  };
  const whole = {
    rosters: known.areRostersWhole,
    contracts: known.areContractsWhole ?? false,
    attendance: known.isAttendanceWhole,
    sheets: known.areSheetsWhole,
    payments: known.arePaymentsWhole ?? false,
    accounts: known.areAccountsWhole ?? false,
  };
  return threeWayMatch(month, whole, known.toleranceDays);
}

/** No line states no amount. */
const fenOf = (stated: string | null): Yuan => (stated === null ? ZERO_YUAN : parseYuan(stated));
