import { parseYearMonth } from '../../../kernel/calendar.ts';
import { badParameters } from '../answers.ts';
import type { Business } from '../business.ts';
import { codeOf, teamNumber } from '../codes-back.ts';
import { ask, type Desk } from '../desk.ts';
import { attachmentNames } from '../files.ts';
import { graphDocument } from '../graph-document.ts';
import { askedPage, type Connection, everyNode, PAGING, pageWith } from '../pages.ts';
import { PERSON, type Person, personRow } from '../person.ts';
import type { ReadMethod } from './method.ts';
import { statedCode } from './sheet-number.ts';

/** 工资单查询: the sheets of a month with their lines; without a month, of the present one. */
export const payrollQuery: ReadMethod = {
  kind: 'READ',
  name: 'Payroll.Query',
  required: ['projectCode'],
  async answer(business, desk) {
    const projectCode = business.required('projectCode');
    const month = monthOf(business) ?? desk.today.slice(0, 7);
    const found = (await ask(desk, SHEETS, { code: projectCode, month })).project as {
      payrollSheets: Sheet[];
    } | null;
    const crewNo = business.text('teamSysNo');
    const sheets = (found?.payrollSheets ?? []).filter((one) => crewNo === '' || one.crewNo === crewNo);
    const page = askedPage(business);
    const shown = sheets.slice(page.index * page.size, (page.index + 1) * page.size);
    const rows: unknown[] = [];
    for (const sheet of shown) rows.push(await sheetRow(projectCode, sheet, desk));
    return pageWith(page, sheets.length, rows);
  },
};

async function sheetRow(projectCode: string, sheet: Sheet, desk: Desk) {
  const listing = {
    document: LINES,
    variables: { id: sheet.id },
    at: (data: Record<string, unknown>) =>
      (data.payrollSheet as { entries: Connection<Line> } | null)?.entries ?? null,
  };
  const lines = await everyNode(desk, listing, () => true);
  return {
    projectCode,
    payrollCode: sheet.sheetNo,
    corpCode: sheet.unit?.creditCode ?? null,
    corpName: sheet.unit?.name ?? null,
    teamSysNo: teamNumber(sheet.crewNo),
    payMonth: sheet.payMonth,
    attachments: attachmentNames(sheet.papers?.attachments),
    totalPayAmount: sheet.totalPayable,
    actualAmount: sheet.totalActual,
    detailList: lines.map((line) => ({
      ...personRow(line.worker),
      days: line.days,
      workHours: line.particulars?.workHours ?? null,
      payRollBankCardNumber: line.particulars?.cardNumber ?? null,
      payRollBankCode: codeOf(line.particulars?.cardBank),
      payRollBankName: line.particulars?.cardBankName ?? null,
      payBankCardNumber: line.particulars?.payingAccountNumber ?? null,
      payBankCode: codeOf(line.particulars?.payingBank),
      payBankName: line.particulars?.payingBankName ?? null,
      totalPayAmount: line.payable,
      actualAmount: line.actual,
      isBackPay: line.isBackPay ? 1 : 0,
      backPayMonth: line.backPayMonth,
      balanceDate: line.particulars?.paidOn ?? sheet.paidOn,
      thirdPayRollCode: statedCode(sheet, sheet.papers?.thirdPartyCode),
    })),
  };
}

function monthOf(business: Business): string | undefined {
  const text = business.text('payMonth');
  if (text === '') return undefined;
  try {
    return parseYearMonth(text);
  } catch {
    throw badParameters('[payMonth] 应为 yyyy-MM', 'payMonth is a month as yyyy-MM');
  }
}

const SHEETS = graphDocument(`query RealName_sheets($code: ID!, $month: YearMonth) {
  project(code: $code) { payrollSheets(month: $month) {
    id sheetNo unit { creditCode name } crewNo payMonth totalPayable totalActual paidOn papers { thirdPartyCode attachments { name } }
  } }
}`);

interface Sheet {
  readonly id: string;
  readonly sheetNo: string;
  readonly unit: { readonly creditCode: string; readonly name: string } | null;
  readonly crewNo: string | null;
  readonly payMonth: string;
  readonly totalPayable: string;
  readonly totalActual: string;
  readonly paidOn: string | null;
  readonly papers: {
    readonly thirdPartyCode: string | null;
    readonly attachments: readonly { readonly name: string | null }[];
  } | null;
}

const LINES = graphDocument(`query RealName_lines($id: ID!, $first: Int!, $after: Cursor) {
  payrollSheet(id: $id) { entries(first: $first, after: $after) { ${PAGING} nodes {
    days payable actual isBackPay backPayMonth particulars {
      workHours cardNumber cardBank { code } cardBankName payingAccountNumber payingBank { code } payingBankName paidOn
    } worker { ${PERSON} }
  } } }
}`);

interface Line {
  readonly days: number | null;
  readonly payable: string;
  readonly actual: string;
  readonly isBackPay: boolean;
  readonly backPayMonth: string | null;
  readonly particulars: {
    readonly workHours: number | null;
    readonly cardNumber: string | null;
    readonly cardBank: { readonly code: string } | null;
    readonly cardBankName: string | null;
    readonly payingAccountNumber: string | null;
    readonly payingBank: { readonly code: string } | null;
    readonly payingBankName: string | null;
    readonly paidOn: string | null;
  } | null;
  readonly worker: Person | null;
}
