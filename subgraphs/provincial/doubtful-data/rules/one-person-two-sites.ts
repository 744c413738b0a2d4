/** One punch (考勤记录) of one worker on one day. */
export interface Punch {
  readonly projectCode: string;
  readonly occurredAt: Date;
  readonly direction: 'IN' | 'OUT';
}

/** Two projects on which one worker was at the same time; `earlier` is where the worker arrived first. */
export interface TwoSites {
  readonly earlier: string;
  readonly later: string;
}

/**
 * YD-01 (一人同日多项目考勤), modelled: on one day the stays of a worker on two projects overlap. A stay runs from the
 * first entry to the exit that follows; an exit without an entry, and an entry without an exit, are a stay of that one
 * instant, since how long it was is not known. Stays that only touch do not overlap.
 * Whether the way between two sites can be travelled in time is not judged: the punches carry no coordinates.
 * @param punches of one worker and one day, in any order
 * @returns the two whose overlap begins first; null when there is none
 */
export function onePersonTwoSites(punches: readonly Punch[]): TwoSites | null {
  const stays = [...Map.groupBy(punches, ({ projectCode }) => projectCode)].flatMap(([projectCode, own]) =>
    staysOf(projectCode, own),
  );
  stays.sort((a, b) => a.from - b.from || a.until - b.until || (a.projectCode < b.projectCode ? -1 : 1));
  for (const [place, later] of stays.entries()) {
    const earlier = stays
      .slice(0, place)
      .find((one) => one.projectCode !== later.projectCode && overlap(one, later));
    if (earlier) return { earlier: earlier.projectCode, later: later.projectCode };
  }
  return null;
}

interface Stay {
  readonly projectCode: string;
  readonly from: number;
  readonly until: number;
}

function staysOf(projectCode: string, punches: readonly Punch[]): Stay[] {
  const sorted = [...punches].sort(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.direction < b.direction ? -1 : 1),
  );
  const stays: Stay[] = [];
  let entered: number | null = null;
  for (const { occurredAt, direction } of sorted) {
    const at = occurredAt.getTime();
    if (direction === 'IN') entered ??= at;
    else {
      stays.push({ projectCode, from: entered ?? at, until: at });
      entered = null;
    }
  }
  if (entered !== null) stays.push({ projectCode, from: entered, until: entered });
  return stays;
}

/** `one` begins no later than `other`. An instant overlaps what it lies inside of, and another equal instant. */
function overlap(one: Stay, other: Stay): boolean {
  if (one.from === one.until || other.from === other.until)
    return other.from === one.from ? true : other.from < one.until && other.until > one.from;
  return other.from < one.until;
}
