import { codeTable } from '../../../schema/codes.ts';
import type { Business, Row } from '../business.ts';
import type { Desk } from '../desk.ts';
import { maps } from '../maps.ts';
import type { PlannedRecord } from '../plan.ts';
import { fieldAt, listPlace, type Translated, type Translation, translate } from '../translate.ts';
import { contractorOf } from './project-standing.ts';

/** The accounts that wages were paid from (工资代发账户), line by line. */
export const payingAccounts = (rows: readonly Row[], { cipher }: Desk): Translation =>
  translate(maps.specialWageAccount, rows, listPlace('detailList'), cipher);

/** These, each once, as special wage accounts of the project. */
export async function asAccounts(
  lines: readonly Translated[],
  business: Business,
  desk: Desk,
): Promise<PlannedRecord[]> {
  const map = maps.specialWageAccount;
  const accounts = new Map(
    lines
      .filter((one) => one.fields.accountNumber !== undefined && isOfKnownBank(one))
      .map((one) => [`${String(one.fields.bankCode)} ${String(one.fields.accountNumber)}`, one]),
  );
  if (accounts.size === 0) return [];
  const projectCode = business.required('projectCode');
  // Stated as ProjectSubContractor.Add states it, so that neither takes back what the other said.
  const generalContractorCode = await contractorOf(projectCode, desk);
  return [...accounts.values()].map(({ fields, place }) => ({
    fields: { ...fields, projectCode, ...(generalContractorCode !== undefined && { generalContractorCode }) },
    place,
    fieldAt: spelt(fieldAt(map, place)),
  }));
}

/**
 * Special wage accounts are kept by banks of the dictionary (bank-codes). An account at another bank stays where it was stated, with
 * the unit or the line of the sheet; a code left out is for the graph to refuse.
 */
export const isOfKnownBank = ({ fields }: Translated): boolean =>
  typeof fields.bankCode !== 'string' ||
  codeTable('bank-codes').byCode.has(fields.bankCode.normalize('NFKC'));

/** The same fields have other names here than in bankInfos. */
const spelt = (named: (path: string) => string) => (path: string) =>
  named(path)
    .replace('[bankNumber]', '[payBankCardNumber]')
    .replace('[bankCode]', '[payBankCode]')
    .replace('[bankName]', '[payBankName]');
