import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import { documentNo, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { rankOf } from '../claims/authority.ts';
import { GuaranteeLetterClaim } from '../claims/facts.ts';
import { GuaranteeLetter } from '../facts.ts';
import { checkUndertaking, tellWhenEnded, undertakingContent, undertakingFields } from './undertaking.ts';

const fields = {
  ...undertakingFields,
  letterNo: required(documentNo({ max: 64 })),
};

interface Numbered {
  readonly issuerCode: string;
  readonly letterNo: string;
}

/** The project of a letter, as far as it is known. */
interface Standing {
  project: string | null;
}

/**
 * The project for which this very letter stands on record (已登记保函的项目). What a call states is noted as it is checked, in its
 * order: its records are told what they would be in calls of their own.
 */
const standingLetter: Reference<Numbered, Standing> = {
  name: 'standing-letter',
  path: 'letterNo',
  missing: null,
  asks: 'database',
  key: ({ issuerCode, letterNo }) => `${issuerCode} ${letterNo}`,
  async find(keys, _scene, db) {
    const parts = keys.map((key) => key.split(' '));
    const rows = await db!.rows<{ readonly place: bigint; readonly code: string }>(sql`
      select k.place, l.project_code as code
        from unnest(${arrayLiteral(parts.map(([issuer]) => issuer))}::text[],
                    ${arrayLiteral(parts.map(([, no]) => no))}::text[]) with ordinality as k (issuer_code, letter_no, place)
        join banking.guarantee_letter l using (issuer_code, letter_no)
       where not l.withdrawn`);
    const known = new Map(keys.map((key): [string, Standing] => [key, { project: null }]));
    for (const { place, code } of rows) known.get(keys[Number(place) - 1]!)!.project = code;
    return known;
  },
};

/** What the project's deposit in the form of letters must come to, in fen. */
const depositByLetter: Reference<{ readonly projectCode: string }, bigint> = {
  name: 'deposit-by-letter',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string; readonly required: bigint }>(sql`
      select d.project_code as code, d.required_fen as required from banking.guarantee_deposit d
       where d.project_code = any(${arrayLiteral(codes)}::text[]) and d.form = 'LETTER' and not d.withdrawn`);
    return new Map(rows.map(({ code, required }) => [code, required]));
  },
};

/** 工资保证金保函 and surety insurance in its place, as those who issue them state them. */
export const guaranteeLetters = dataset<typeof fields>({
  name: 'GUARANTEE_LETTER',
  operation: 'submitGuaranteeLetters',
  scopes: ['account:submit'],
  fact: GuaranteeLetter,
  claims: { fact: GuaranteeLetterClaim, rankOf },
  fields,
  check: (values, report, _moment, caller) => checkUndertaking(values, report, caller),
  references: [project, standingLetter, depositByLetter],
  checkFound(values, found, report, moment) {
    tellWhenEnded(values, report, moment);
    const standing = found(standingLetter)!;
    if (standing.project !== null && standing.project !== values.projectCode)
      report.warn('LETTER_ON_TWO_PROJECTS');
    // The first project stands until the letter is recorded for another.
    standing.project = values.projectCode;
    const asked = found(depositByLetter);
    if (asked !== null && values.amount < asked) report.warn('LETTER_BELOW_DEPOSIT');
  },
  write: ({ letterNo, ...values }, _found, { sentAt }) => ({
    content: { ...undertakingContent(values), letterNo },
    occurredAt: sentAt,
  }),
  heldBy: ['issuerCode', 'letterNo'],
});
