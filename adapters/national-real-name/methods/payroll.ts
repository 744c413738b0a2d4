import { fieldOf, recordsOf, textOf } from '../business.ts';
import type { Desk } from '../desk.ts';
import { attachmentsAt, namedDigests, readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import type { PlannedRecord } from '../plan.ts';
import { listPlace, type Translated, translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';
import { missingFields } from './required-fields.ts';
import { payingAccounts } from './paying-accounts.ts';
import { codeBeside, sheetNoOf } from './sheet-number.ts';

/**
 * 工资单: lines with the same thirdPayRollCode are one sheet; the same code again for the crew and month corrects it. The
 * accounts that paid become special wage accounts.
 */
export const payrollAdd: WriteMethod = {
  kind: 'WRITE',
  name: 'Payroll.Add',
  isDirect: false,
  required: ['projectCode', 'corpCode', 'corpName', 'teamSysNo', 'payMonth'],
  list: 'detailList',
  async plan(business, desk: Desk) {
    const rows = recordsOf(business, 'detailList');
    const outer = translate(maps.payrollSheet, [business.raw], () => '', desk.cipher);
    const lines = translate(maps.payrollEntry, rows, listPlace('detailList'), desk.cipher);
    const accounts = await payingAccounts(business, rows, desk);
    const sent = business.list('attachments');
    const files = readFiles(attachmentsAt(sent, 'attachments'));
    const complaints = [outer, lines, accounts, files]
      .flatMap((one) => one.complaints)
      .concat(missingFields(rows, listPlace('detailList'), WANTED));
    const attachments = namedDigests(sent, 'attachments', files.files);
    // §6.9: whoever is not in the project is refused; the sheet waits meanwhile, as for any parent (decision 0016).
    const whole = { mustBeOnRoster: true, ...(attachments.length > 0 && { attachments }) };
    const isWrong = (line: string) => complaints.some(({ place }) => place.startsWith(`${line}[`));
    const spoilt = new Set(
      rows
        .filter((_row, index) => isWrong(`[detailList][${index}]`))
        .map((row) => textOf(fieldOf(row, 'thirdPayRollCode'))),
    );
    const [sheet] = outer.taken;
    // A sheet without one of its lines would say less than was paid: it waits until all can be read.
    const groups = sheet ? bySheet(lines.taken).filter(([code]) => !spoilt.has(code)) : [];
    const sheets = groups.map(([code, entries]) => sheetOf({ ...sheet!.fields, ...whole }, code, entries));
    return {
      parts: [
        { operation: 'submitPayrollSheets', records: sheets },
        {
          operation: 'submitSpecialWageAccounts',
          records: accounts.records.filter(({ place }) => !isWrong(place)),
        },
      ],
      complaints,
      files: files.files,
      issued: sheets.map(({ fields }) => ({ payrollCode: fields.sheetNo })),
    };
  },
};

const NOT_HERE = [
  '工人不在项目中,工资被拒',
  'the worker is not in the project, the wage is refused',
] as const;

/** What §6.9 wants of each line. */
const WANTED = [
  'idCardType',
  'idCardNumber',
  'payRollBankCardNumber',
  'payRollBankCode',
  'payRollBankName',
  'payBankCardNumber',
  'payBankCode',
  'payBankName',
  'totalPayAmount',
  'actualAmount',
  'isBackPay',
  'balanceDate',
];

function bySheet(lines: readonly Translated[]): [string, Translated[]][] {
  const sheets = new Map<string, Translated[]>();
  for (const line of lines) {
    const code = String(line.fields.sheetNo);
    sheets.set(code, [...(sheets.get(code) ?? []), line]);
  }
  return [...sheets];
}

function sheetOf(outer: Record<string, unknown>, code: string, lines: readonly Translated[]): PlannedRecord {
  const days = lines.map(({ fields }) => fields.paidOn).filter((day) => typeof day === 'string');
  const paidOn = days.sort().at(-1);
  // A day stays with the line where it is not the sheet's, which is the last one.
  const entries = lines.map(({ fields: { sheetNo: _sheet, paidOn: day, ...entry } }) =>
    day === undefined || day === paidOn ? entry : { ...entry, paidOn: day },
  );
  const place = lines[0]!.place;
  return {
    fields: {
      ...outer,
      sheetNo: sheetNoOf(outer, code),
      entries,
      ...(paidOn !== undefined && { paidOn }),
      ...codeBeside(code),
    },
    place,
    fieldAt: (path) => {
      const [, index, name = ''] = /^entries\.(\d+)\.?(.*)$/.exec(path) ?? [];
      if (index !== undefined) {
        const line = lines[Number(index)]?.place ?? place;
        const named = maps.payrollEntry.backwards.get(name);
        return named === undefined ? line : `${line}[${named}]`;
      }
      if (path === 'paidOn') return `${place}[balanceDate]`;
      if (path === 'thirdPartyCode') return `${place}[thirdPayRollCode]`;
      if (path.startsWith('attachments')) return '[attachments]';
      const named = maps.payrollSheet.backwards.get(path);
      return named === undefined ? place : `[${named}]`;
    },
    words: {
      WORKER_UNKNOWN: NOT_HERE,
      REGISTRATION_UNKNOWN: NOT_HERE,
    },
  };
}
