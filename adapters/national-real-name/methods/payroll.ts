import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { fieldOf, type Row, recordsOf, textOf } from '../business.ts';
import type { Desk } from '../desk.ts';
import { readFiles } from '../files.ts';
import { maps } from '../maps.ts';
import { ATTACHMENT } from '../picture.ts';
import type { PlannedRecord } from '../plan.ts';
import { listPlace, type Translated, translate } from '../translate.ts';
import type { WriteMethod } from './method.ts';
import { missingFields } from './required-fields.ts';
import { asAccounts, payingAccounts } from './paying-accounts.ts';

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
    const accounts = payingAccounts(rows, desk);
    const files = readFiles(
      business.list('attachments').map((row: Row, index) => ({
        text: textOf(fieldOf(row, 'data')),
        place: `[attachments][${index}][data]`,
        limit: ATTACHMENT,
        list: 'attachments',
      })),
    );
    const complaints = [outer, lines, accounts, files]
      .flatMap((one) => one.complaints)
      .concat(missingFields(rows, listPlace('detailList'), WANTED));
    const digests = new Map(files.files.map(({ place, digest }) => [place, digest]));
    const attachments = business.list('attachments').flatMap((row, index) => {
      const digest = digests.get(`[attachments][${index}][data]`);
      const name = textOf(fieldOf(row, 'name'));
      return digest === undefined ? [] : [{ ...(name !== '' && { name }), digest }];
    });
    // §6.9: whoever is not in the project is refused; the sheet waits meanwhile, as for any parent (decision 0016).
    const whole = { mustBeOnRoster: true, ...(attachments.length > 0 && { attachments }) };
    const isWrong = (line: string) => complaints.some(({ place }) => place.startsWith(`${line}[`));
    const spoilt = new Set(
      rows
        .filter((_row, index) => isWrong(`[detailList][${index}]`))
        .map((row) => textOf(fieldOf(row, 'thirdPayRollCode'))),
    );
    const isKept = ({ row }: Translated) => !spoilt.has(textOf(fieldOf(row, 'thirdPayRollCode')));
    const [sheet] = outer.taken;
    // A sheet without one of its lines would say less than was paid: it waits until all can be read.
    const groups = sheet ? bySheet(lines.taken).filter(([code]) => !spoilt.has(code)) : [];
    const sheets = groups.map(([code, entries]) => sheetOf({ ...sheet!.fields, ...whole }, code, entries));
    return {
      parts: [
        { operation: 'submitPayrollSheets', records: sheets },
        {
          operation: 'submitSpecialWageAccounts',
          records: await asAccounts(accounts.taken.filter(isKept), business, desk),
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
  const entries = lines.map(({ fields }) => {
    const { sheetNo: _sheet, paidOn: _paid, ...entry } = fields;
    return entry;
  });
  const days = lines.map(({ fields }) => fields.paidOn).filter((day) => typeof day === 'string');
  const paidOn = days.sort().at(-1);
  const place = lines[0]!.place;
  return {
    fields: { ...outer, sheetNo: sheetNo(outer, code), entries, ...(paidOn !== undefined && { paidOn }) },
    place,
    fieldAt: (path) => {
      const [, index, name = ''] = /^entries\.(\d+)\.?(.*)$/.exec(path) ?? [];
      if (index !== undefined) {
        const line = lines[Number(index)]?.place ?? place;
        const named = maps.payrollEntry.backwards.get(name);
        return named === undefined ? line : `${line}[${named}]`;
      }
      if (path === 'paidOn') return `${place}[balanceDate]`;
      const named = maps.payrollSheet.backwards.get(path);
      return named === undefined ? place : `[${named}]`;
    },
    words: {
      WORKER_UNKNOWN: NOT_HERE,
      REGISTRATION_UNKNOWN: NOT_HERE,
    },
  };
}

/** Third parties number their sheets by crew and month as they like; the hub's number tells these apart. */
function sheetNo(outer: Record<string, unknown>, code: string): string {
  const fitting = /^[0-9A-Za-z_-]{1,30}$/.test(code) ? code : sm3Hex(code).slice(0, 24);
  return `${String(outer.crewNo)}-${String(outer.payMonth).replace('-', '')}-${fitting}`;
}
