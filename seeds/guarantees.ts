import { addDays } from '../kernel/calendar.ts';
import { GuaranteeDeposit, GuaranteeLetter } from '../subgraphs/banking/facts.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import type { Span } from './span.ts';
import type { World } from './world.ts';

/** The wage guarantee deposits (工资保证金) of the sites: two in three as a bank's letter, the others in cash. */
export const guaranteeRecords = ({ span, sites, crews }: World): Planned[] => {
  const manned = new Set(crews.map(({ site }) => site));
  return sites.filter((site) => manned.has(site)).flatMap((site) => guaranteeOf(span, site));
};

/** 人社部发〔2021〕65号 (read in summary only): one to three of a hundred of the contract price. */
const RATE_PERCENT = 2n;
const ISSUER = ['103', '中国农业银行'] as const;

function guaranteeOf(span: Span, site: Site): Planned[] {
  const { trouble, project, contractor, code } = site;
  const isLetter = trouble !== 'DEPOSIT_MISNAMED' && (trouble === 'LETTER_EXPIRED' || site.serial % 3 !== 0);
  const requiredFen = (project.contractPriceFen! * RATE_PERCENT) / 100n;
  const storedOn = addDays(project.startedOn, 8);
  const options = { source: `bank-${ISSUER[0]}` };
  const ending = trouble === 'DEPOSIT_MISNAMED' ? '农民工工资专用账户' : '农民工工资保证金专用账户';
  const deposit = {
    projectCode: code,
    form: isLetter ? 'LETTER' : 'CASH',
    requiredFen,
    storedFen: isLetter ? 0n : requiredFen,
    bankCode: isLetter ? null : ISSUER[0],
    accountName: isLetter ? null : `${contractor.name}${project.name}${ending}`,
    storedOn: isLetter ? null : storedOn,
    status: 'STORED',
  };
  const stored = planned(GuaranteeDeposit, storedOn, deposit, options);
  if (!isLetter) return [stored];
  const letter = {
    issuerCode: ISSUER[0],
    letterNo: `BH-${code}`,
    projectCode: code,
    issuerName: `${ISSUER[1]}示例支行`,
    form: 'BANK_LETTER',
    amountFen: requiredFen,
    startsOn: storedOn,
    endsOn: trouble === 'LETTER_EXPIRED' ? addDays(span.to, -12) : addDays(span.to, 120 + site.serial * 5),
    status: 'IN_FORCE',
  };
  return [stored, planned(GuaranteeLetter, storedOn, letter, options)];
}
