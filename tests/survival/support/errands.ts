import { addDays, businessDateOf, yearMonthOf } from '../../../kernel/calendar.ts';
import type { Book, Punch, Sheet } from './book.ts';
import { type Errand, type ReceiptRead, type SubmissionErrand, submissionErrand } from './errand.ts';
import { encrypted, type Parents } from './parents.ts';
import { realNameErrand } from './real-name-errand.ts';
import type { Site } from './site.ts';

const WINDOW_S = 20 * 3_600;
const BATCH = { least: 5, most: 40 };
const ROLES = { vendor: 'survival-vendor', enterprise: 'survival-enterprise' } as const;

/** Makes the traffic: every errand states facts of its own, or corrects facts that are acknowledged. */
export class Errands {
  readonly #site: Site;
  readonly #parents: Parents;
  readonly #book: Book;
  readonly #from = Date.now() - 300_000;
  readonly #waiting: Errand[] = [];
  /** Calls of the 603号 interface are among what is sent. */
  takesCalls = true;
  #isClosing = false;
  #made = 0;
  #punches = 0;

  constructor(site: Site, parents: Parents, book: Book) {
    this.#site = site;
    this.#parents = parents;
    this.#book = book;
  }

  /** Nothing new is begun any more; what belongs to something begun still comes. */
  close(): void {
    this.#isClosing = true;
  }

  next(): Errand | undefined {
    if (this.#isClosing) return this.#waiting.shift();
    const waiting = Math.random() < 0.5 ? this.#waiting.shift() : undefined;
    if (waiting) return waiting;
    const dice = Math.random();
    if (dice < 0.35) return this.attendance();
    if (dice < 0.45) return this.#correctedPunches() ?? this.attendance();
    if (dice < 0.6) return this.sheet();
    if (dice < 0.7) return this.#correctedSheet() ?? this.sheet();
    if (dice < 0.8) {
      const [punches, crew] = this.punchesBeforeTheirCrew();
      this.#waiting.push(crew);
      return punches;
    }
    if (dice < 0.88 || !this.takesCalls) return this.contract();
    return this.realName();
  }

  /** A batch of punches. */
  attendance(size = between(BATCH.least, BATCH.most), crewNo = this.#parents.crewNo): Errand {
    const punches = Array.from({ length: size }, () => this.#punch(crewNo));
    return this.#punchErrand('attendance', punches, 1);
  }

  /** One payroll sheet with its lines. */
  sheet(): Errand {
    const sheetNo = this.#name('GZ');
    const lines = Array.from(
      { length: between(2, 12) },
      (_, at) => [at + 1, `${between(100, 9_000)}.00`] as const,
    );
    const sheet: Sheet = { id: null, version: 0, lines: Object.fromEntries(lines), acknowledged: false };
    this.#book.sheets.set(sheetNo, sheet);
    return this.#sheetErrand('sheet', sheetNo, sheet, sheet.lines, 1);
  }

  /** A contract, which another department keeps. */
  contract(): Errand {
    const contractNo = this.#name('HT');
    const known = { id: null as string | null, acknowledged: false };
    this.#book.contracts.set(contractNo, known);
    const { projectCode, unitCode } = this.#parents;
    return this.#submission({
      kind: 'contract',
      role: 'enterprise',
      operation: 'submitLabourContracts',
      input: 'LabourContractRecordInput',
      records: [
        {
          projectCode,
          ...this.#person(this.#made),
          contractNo,
          employerCode: unitCode,
          periodKind: '1',
          startsOn: addDays(businessDateOf(new Date()), -30),
          unitPrice: '20.00',
          sourceVersion: 1,
        },
      ],
      settle: ({ verdicts: [verdict] }) => {
        known.acknowledged = true;
        known.id = verdict!.recordId;
        // It is held where the project has not yet come over from its owner.
        return ['ACCEPTED', 'HELD'].includes(verdict!.outcome) ? undefined : JSON.stringify(verdict);
      },
    });
  }

  /** A call of the 603号 interface with some punches. */
  realName(): Errand {
    const client = this.#site.realNameClient();
    const { projectCode, teamSysNo } = this.#parents;
    const labelled = Array.from({ length: between(2, 10) }, () => this.#punch(String(teamSysNo)));
    const dataList = labelled.map(({ label, worker, at }) => ({
      idCardType: '01',
      idCardNumber: encrypted(client, this.#parents.documents[worker]!),
      date: new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      direction: '01',
      channel: label,
    }));
    return realNameErrand(client, 'WorkerAttendance.Add', { projectCode, teamSysNo, dataList }, (serial) => {
      this.#book.serials.add(serial);
      for (const { label } of labelled) this.#book.punches.get(label)!.acknowledged = true;
    });
  }

  #correctedPunches(): Errand | undefined {
    const some: { label: string; crewNo: string; worker: number; at: number }[] = [];
    for (const one of this.#correctable.splice(0, 10)) some.push(one);
    return some.length > 0 ? this.#punchErrand('correction', some, 2) : undefined;
  }

  #correctedSheet(): Errand | undefined {
    const found = this.#correctableSheets.shift();
    if (!found) return undefined;
    const [sheetNo, sheet] = found;
    const lines = Object.entries(sheet.lines).slice(0, -1);
    return this.#sheetErrand(
      'sheet correction',
      sheetNo,
      sheet,
      Object.fromEntries(lines.map(([no]) => [no, `${between(100, 9_000)}.00`])),
      2,
    );
  }

  /** Punches of a crew that nobody has filed yet, and the crew, which is to be sent after them. */
  punchesBeforeTheirCrew(): readonly [Errand, Errand] {
    const crewNo = this.#name('L');
    const { projectCode, unitCode } = this.#parents;
    const crew = this.#submission({
      kind: 'crew',
      role: 'enterprise',
      operation: 'submitCrews',
      input: 'CrewRecordInput',
      records: [{ projectCode, unitCode, crewNo, name: `第${crewNo}班`, sourceVersion: 1 }],
      settle: ({ verdicts: [verdict] }) =>
        verdict!.outcome === 'ACCEPTED' ? undefined : JSON.stringify(verdict),
    });
    const punches = Array.from({ length: between(1, 5) }, () => this.#punch(crewNo));
    return [this.#punchErrand('held attendance', punches, 1), crew];
  }

  readonly #correctable: { label: string; crewNo: string; worker: number; at: number }[] = [];
  readonly #correctableSheets: (readonly [string, Sheet])[] = [];

  #punchErrand(
    kind: string,
    punches: readonly { label: string; crewNo: string; worker: number; at: number }[],
    version: number,
  ): Errand {
    const deviceOf = (label: string) => (version === 1 ? label : `${label}-${version}`);
    const mayWait = kind === 'held attendance';
    const records = punches.map(({ label, crewNo, worker, at }) => ({
      projectCode: this.#parents.projectCode,
      crewNo,
      ...this.#person(worker),
      occurredAt: new Date(at).toISOString(),
      direction: 'IN',
      attendType: '001',
      deviceNo: deviceOf(label),
      sourceVersion: version,
    }));
    const expected = version === 1 ? 'ACCEPTED' : 'CORRECTED';
    return this.#submission({
      kind,
      role: 'vendor',
      operation: 'submitAttendance',
      input: 'AttendanceRecordInput',
      records,
      settle: ({ verdicts }) => {
        const odd = verdicts.find(({ outcome }) => outcome !== expected && !(mayWait && outcome === 'HELD'));
        if (odd || verdicts.length !== punches.length) return JSON.stringify(odd ?? verdicts.length);
        for (const [place, { label }] of punches.entries()) {
          const known: Punch = this.#book.punches.get(label)!;
          const { recordId } = verdicts[place]!;
          if (version > 1 && known.id !== recordId) return `${label} was ${known.id} and is ${recordId}`;
          Object.assign(known, { id: recordId, version, deviceNo: deviceOf(label), acknowledged: true });
        }
        if (kind === 'attendance') this.#correctable.push(...punches.slice(0, 2));
        return undefined;
      },
    });
  }

  #sheetErrand(
    kind: string,
    sheetNo: string,
    sheet: Sheet,
    lines: Record<string, string>,
    version: number,
  ): Errand {
    const { projectCode, unitCode, crewNo } = this.#parents;
    const today = businessDateOf(new Date());
    const entries = Object.entries(lines).map(([lineNo, actual]) => ({
      lineNo: Number(lineNo),
      ...this.#person(Number(lineNo)),
      days: 20,
      payable: actual,
      actual,
    }));
    return this.#submission({
      kind,
      role: 'enterprise',
      operation: 'submitPayrollSheets',
      input: 'PayrollSheetRecordInput',
      records: [
        {
          projectCode,
          sheetNo,
          unitCode,
          crewNo,
          payMonth: yearMonthOf(new Date()),
          paidOn: today,
          entries,
          sourceVersion: version,
        },
      ],
      settle: ({ verdicts: [verdict] }) => {
        if (verdict!.outcome !== (version === 1 ? 'ACCEPTED' : 'CORRECTED')) return JSON.stringify(verdict);
        if (version > 1 && sheet.id !== verdict!.recordId) return `${sheetNo} has another id`;
        Object.assign(sheet, { id: verdict!.recordId, version, lines, acknowledged: true });
        if (version === 1) this.#correctableSheets.push([sheetNo, sheet]);
        return undefined;
      },
    });
  }

  #submission(
    one: Omit<SubmissionErrand, 'token' | 'key' | 'sourceSystem'> & { role: keyof typeof ROLES },
  ): Errand {
    const { role, settle, records, ...rest } = one;
    const settled = (receipt: ReceiptRead) => {
      this.#book.receipts.set(receipt.id, records.length);
      return settle(receipt);
    };
    return submissionErrand({
      ...rest,
      records,
      settle: settled,
      token: this.#site.tokens()[role]!,
      sourceSystem: ROLES[role],
      key: this.#name('K'),
    });
  }

  /** A punch that no other is like; its worker and second go by its number. */
  #punch(crewNo: string) {
    const number = this.#punches++;
    const { documents } = this.#parents;
    const worker = number % documents.length;
    const at = this.#from - (Math.floor(number / documents.length) % WINDOW_S) * 1_000;
    const label = `D${number}`;
    this.#book.punches.set(label, { deviceNo: label, id: null, version: 1, acknowledged: false });
    return { label, crewNo, worker, at: Math.floor(at / 1_000) * 1_000 };
  }

  #person(at: number) {
    const { documents } = this.#parents;
    return { documentType: '01', documentNumber: documents[at % documents.length] };
  }

  #name(front: string): string {
    return `${front}${this.#made++}`;
  }
}

const between = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));
