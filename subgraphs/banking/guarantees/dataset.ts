import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import { documentNo, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import { rankOf } from '../claims/authority.ts';
import { GuaranteeLetterClaim } from '../claims/facts.ts';
import { depositByRule } from '../deposits/deposit-by-rule.ts';
import { GuaranteeLetter } from '../facts.ts';
import { projectOnRecord } from '../project-on-record.ts';
import { movesTo, standingUndertaking } from './standing-undertaking.ts';
import { checkUndertaking, tellWhenEnded, undertakingContent, undertakingFields } from './undertaking.ts';

const fields = {
  ...undertakingFields,
  letterNo: required(documentNo({ max: 64 })),
};

const standingLetter = standingUndertaking(GuaranteeLetter, 'standing-letter', 'letterNo');

/** The project's deposit in the form of letters (以保函形式存储的保证金), as far as a letter is compared with it. */
interface DepositByLetter {
  readonly required: bigint;
  readonly contractPrice: bigint | null;
  readonly history: string | null;
  readonly lastArrearsOn: string | null;
}

const depositByLetter: Reference<{ readonly projectCode: string }, DepositByLetter> = {
  name: 'deposit-by-letter',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<DepositByLetter & { readonly code: string }>(sql`
      select d.project_code as code, d.required_fen as required, d.contract_price_fen as "contractPrice",
             d.arrears_history as history, to_char(d.last_arrears_on, 'YYYY-MM-DD') as "lastArrearsOn"
        from banking.guarantee_deposit d
       where d.project_code = any(${arrayLiteral(codes)}::text[]) and d.form = 'LETTER' and not d.withdrawn`);
    return new Map(rows.map((row) => [row.code, row]));
  },
};

/** 工资保证金保函 and surety insurance in its place, as those who issue them state them. */
export const guaranteeLetters = dataset<typeof fields>({
  name: 'GUARANTEE_LETTER',
  operation: 'submitGuaranteeLetters',
  scopes: ['account:submit', 'guarantee:submit'],
  fact: GuaranteeLetter,
  claims: { fact: GuaranteeLetterClaim, rankOf },
  fields,
  check: (values, report, _moment, caller) => checkUndertaking(values, report, caller),
  references: [project, projectOnRecord, standingLetter, depositByLetter],
  checkFound(values, found, report, moment) {
    tellWhenEnded(values, report, moment);
    if (movesTo(values.projectCode, found(standingLetter)!)) report.warn('LETTER_ON_TWO_PROJECTS');
    const asked = found(depositByLetter);
    if (asked !== null && values.amount < asked.required) report.warn('LETTER_BELOW_DEPOSIT');
    const byRule = depositByRule({
      stated: asked?.contractPrice,
      onRecord: found(projectOnRecord)?.contractPrice,
      history: asked?.history,
      lastArrearsOn: asked?.lastArrearsOn,
      division: found(project)!.divisionCode,
      on: values.startsOn,
    });
    if (byRule && values.amount < byRule.amount) report.warn('LETTER_BELOW_RULE');
  },
  write: ({ letterNo, ...values }, _found, { sentAt }) => ({
    content: { ...undertakingContent(values), letterNo },
    occurredAt: sentAt,
  }),
  heldBy: ['issuerCode', 'letterNo'],
});
