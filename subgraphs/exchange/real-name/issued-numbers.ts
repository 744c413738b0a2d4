import { sql } from 'kysely';
import { faults } from '../../../kernel/faults.ts';
import type { ExchangeDatabase } from '../database.ts';

/** Team numbers (班组编号), counted up over the whole hub. */
export class TeamNumberStore {
  readonly #db: ExchangeDatabase;
  readonly #isTaken: (crewNo: string) => Promise<boolean>;

  /** @param isTaken whether a crew anywhere has this number already, which another system gave it */
  constructor(db: ExchangeDatabase, isTaken: (crewNo: string) => Promise<boolean>) {
    this.#db = db;
    this.#isTaken = isTaken;
  }

  /** The same team of the same unit and project has the same number; `issuedFor` is the call it was first issued for. */
  async issue(team: {
    projectCode: string;
    unitCode: string;
    teamName: string;
    serial: string;
  }): Promise<{ teamSysNo: number; issuedFor: string }> {
    const { projectCode, unitCode, teamName, serial } = team;
    // Rows of earlier days have the unit's code as it was typed.
    const known = sql`
      select number as "teamSysNo", issued_for as "issuedFor" from hub.team_number
       where project_code = ${projectCode} and upper(normalize(unit_code, nfkc)) = upper(normalize(${unitCode}::text, nfkc))
         and team_name = ${teamName} order by number limit 1`;
    // Looked up first, because a conflict would use up a number.
    const [before] = await this.#db.write((tx) => tx.rows<Issued>(known));
    if (before) return before;
    // The graph is asked between transactions, never inside one.
    const number = await this.#nobodys();
    return this.#db.write(async (tx) => {
      await tx.rows(sql`
        insert into hub.team_number (number, project_code, unit_code, team_name, issued_for) overriding system value
        values (${number}, ${projectCode}, ${unitCode}, ${teamName}, ${serial}) on conflict do nothing`);
      const [now] = await tx.rows<Issued>(known);
      return now!;
    });
  }

  /** A number that no crew has; where many are taken the steps grow, so that it is found soon. */
  async #nobodys(): Promise<number> {
    for (let step = 1; ; step = Math.min(2 * step, LONGEST_STEP)) {
      const number = await this.#next(step);
      if (!(await this.#isTaken(String(number)))) return number;
    }
  }

  /** Counts on: the rows that draw numbers are rolled back, and the numbers are used up. */
  async #next(step: number): Promise<number> {
    const drawn = this.#db.write(async (tx) => {
      const rows = await tx.rows<{ number: number }>(sql`
        insert into hub.team_number (project_code, unit_code, team_name, issued_for)
        select '', '', gen_random_uuid()::text, '' from generate_series(1, ${step}::integer) returning number`);
      throw new Drawn(rows.at(-1)!.number);
    });
    return drawn.catch((error: unknown) => {
      if (error instanceof Drawn) return error.number;
      throw error;
    });
  }
}

const LONGEST_STEP = 4096;

/** Ends a transaction that only drew a number. */
class Drawn extends Error {
  override readonly name = 'Drawn';
  readonly number: number;

  constructor(number: number) {
    super('a number was drawn');
    this.number = number;
  }
}

interface Issued {
  teamSysNo: number;
  issuedFor: string;
}

const LAST_SERIAL = 9999;

/** Project codes that the hub issues (项目编码): division (6) + yyyyMM + serial (4) per division and month. */
export class ProjectCodeStore {
  readonly #db: ExchangeDatabase;
  readonly #isTaken: (code: string) => Promise<boolean>;

  /** @param isTaken whether a project has this code already, filed under a code of its own */
  constructor(db: ExchangeDatabase, isTaken: (code: string) => Promise<boolean>) {
    this.#db = db;
    this.#isTaken = isTaken;
  }

  /**
   * The same project gets the same code, whichever call asks first; `notThis` is a code it had, whose project has become another one.
   * @throws Fault `OVERLOADED` when the month's serials are used up
   */
  async issue(project: NewProject): Promise<string> {
    const { identity, notThis } = project;
    const known = await this.#of(identity);
    if (known !== undefined && known !== notThis) return known;
    // The graph is asked between transactions, never inside one.
    for (;;) {
      const code = await this.#next(project);
      if (await this.#isTaken(code)) continue;
      return this.#keep(code, project);
    }
  }

  async #next({ division, yearMonth }: { division: string; yearMonth: string }): Promise<string> {
    const rows = await this.#db.write((tx) =>
      tx.rows<{ last_serial: number }>(sql`
        insert into hub.project_code_counter as c (division, year_month, last_serial) values (${division}, ${yearMonth}, 1)
        on conflict (division, year_month) do update set last_serial = c.last_serial + 1 where c.last_serial < ${LAST_SERIAL}
        returning last_serial`),
    );
    const serial = rows[0]?.last_serial;
    if (serial === undefined) throw faults.OVERLOADED(`the project codes of ${division} in ${yearMonth}`);
    return `${division}${yearMonth}${String(serial).padStart(4, '0')}`;
  }

  /** Of several that keep a code of one project at once the first one's stands; a serial that another used up is used up. */
  async #keep(code: string, { identity, serial, notThis = '' }: NewProject): Promise<string> {
    await this.#db.write(async (tx) => {
      const kept = await tx.rows(sql`
        insert into hub.project_code_of as o (identity, code) values (${Buffer.from(identity, 'hex')}, ${code})
        on conflict (identity) do update set code = excluded.code where o.code = ${notThis} returning code`);
      if (kept.length === 0) return;
      await tx.rows(sql`
        insert into hub.project_code_issue (code, call_serial) values (${code}, ${serial}) on conflict do nothing`);
    });
    return (await this.#of(identity))!;
  }

  async #of(identity: string): Promise<string | undefined> {
    const rows = await this.#db.write((tx) =>
      tx.rows<{ code: string }>(
        sql`select code from hub.project_code_of where identity = ${Buffer.from(identity, 'hex')}`,
      ),
    );
    return rows[0]?.code;
  }
}

/** A project that is to have a code. */
interface NewProject {
  readonly division: string;
  readonly yearMonth: string;
  /** SM3, hex, over what tells it from others. */
  readonly identity: string;
  /** The call that asks. */
  readonly serial: string;
  readonly notThis?: string;
}
