/** A state machine as a table: state → event → next state. A state without events is an end. */
export interface Workflow<State extends string, Event extends string> {
  readonly initial: State;
  readonly states: readonly State[];
  /** The state after the event, or nothing when the state does not allow it. */
  next(state: State, event: Event): State | undefined;
  /** In the order of the table. */
  allowedEvents(state: State): Event[];
}

export interface WorkflowOptions<State extends string> {
  initial: State;
  /** Where cases come to rest. When given, every state must lead to one of them. */
  ends?: readonly State[];
}

/**
 * Defines a workflow and proves its table at once: every target is a state, every state is reached from the initial
 * one, and, when `ends` are given, no state is a trap.
 * An event may stay in its state (a recorded act without a move), and `everywhere` writes rows shared by many states.
 *
 *     const door = workflow({ OPEN: { close: 'CLOSED' }, CLOSED: { open: 'OPEN' } }, { initial: 'OPEN' });
 *
 * @throws TypeError that names every wrong state
 */
export function workflow<const Table extends WorkflowTable>(
  table: Table & ClosedTable<Table>,
  options: WorkflowOptions<keyof Table & string>,
): Workflow<keyof Table & string, EventOf<Table>> {
  type State = keyof Table & string;
  type Event = EventOf<Table>;
  const rows = new Map(
    Object.entries<Row>(table).map(([state, row]) => [state, new Map(Object.entries(row))]),
  );
  assertReachable(rows, options);
  return Object.freeze({
    initial: options.initial,
    states: Object.freeze([...rows.keys()] as State[]),
    next: (state: State, event: Event) => rows.get(state)?.get(event) as State | undefined,
    allowedEvents: (state: State) => [...(rows.get(state)?.keys() ?? [])] as Event[],
  });
}

/** The table with these events added to each of these states, for moves such as a withdrawal from any open state. */
export function everywhere<
  const Table extends WorkflowTable,
  const Extra extends Row,
  State extends keyof Table & string,
>(
  table: Table,
  states: readonly State[],
  extra: Extra,
): { [Name in keyof Table]: Name extends State ? Table[Name] & Extra : Table[Name] } {
  const widened = Object.entries(table).map(([name, row]) => [
    name,
    (states as readonly string[]).includes(name) ? { ...row, ...extra } : row,
  ]);
  return Object.fromEntries(widened);
}

type Row = Readonly<Record<string, string>>;
type WorkflowTable = Readonly<Record<string, Row>>;
// Every target must itself be a row of the table; a misspelt state is a type error before it is a TypeError.
type ClosedTable<Table extends WorkflowTable> = {
  readonly [State in keyof Table]: { readonly [Event in keyof Table[State]]: keyof Table & string };
};
type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type EventOf<Table extends WorkflowTable> = KeysOf<Table[keyof Table]> & string;
type Rows = ReadonlyMap<string, ReadonlyMap<string, string>>;

function assertReachable(rows: Rows, { initial, ends = [] }: WorkflowOptions<string>): void {
  const problems: string[] = [];
  const named = [initial, ...ends, ...[...rows.values()].flatMap((row) => [...row.values()])];
  for (const state of new Set(named)) if (!rows.has(state)) problems.push(`${state} is not a state`);
  const reached = closure([initial], (state) => [...(rows.get(state)?.values() ?? [])]);
  for (const state of rows.keys()) if (!reached.has(state)) problems.push(`${state} is never reached`);
  if (ends.length > 0) {
    const before = (state: string) =>
      [...rows].filter(([, row]) => [...row.values()].includes(state)).map(([name]) => name);
    const ending = closure(ends, before);
    for (const state of rows.keys()) if (!ending.has(state)) problems.push(`${state} leads to no end`);
  }
  if (problems.length > 0) throw new TypeError(`the workflow does not hold together: ${problems.join('; ')}`);
}

function closure(from: readonly string[], step: (state: string) => readonly string[]): Set<string> {
  const found = new Set(from);
  for (const state of found) for (const next of step(state)) found.add(next);
  return found;
}
