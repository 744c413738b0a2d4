import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import { identifier, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { rankOf } from '../claims/authority.ts';
import { GuaranteeLetterClaim } from '../claims/facts.ts';
import { GuaranteeLetter } from '../facts.ts';
import { checkUndertaking, tellWhenEnded, undertakingContent, undertakingFields } from './undertaking.ts';

const fields = {
  ...undertakingFields,
  letterNo: required(identifier({ max: 64 })),
};

interface Numbered {
  readonly issuerCode: string;
  readonly letterNo: string;
}

/** The project for which this very letter stands on record (已登记保函的项目). */
const standingProject: Reference<Numbered, string> = {
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
    return new Map(rows.map(({ place, code }) => [keys[Number(place) - 1]!, code]));
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
  references: [project, standingProject, depositByLetter],
  checkFound(values, found, report, moment) {
    tellWhenEnded(values, report, moment);
    const standing = found(standingProject);
    if (standing !== null && standing !== values.projectCode) report.warn('LETTER_ON_TWO_PROJECTS');
    const asked = found(depositByLetter);
    if (asked !== null && values.amount < asked) report.warn('LETTER_BELOW_DEPOSIT');
  },
  write: ({ letterNo, ...values }, _found, { sentAt }) => ({
    content: { ...undertakingContent(values), letterNo },
    occurredAt: sentAt,
  }),
  heldBy: ['issuerCode', 'letterNo'],
});
