import { addDays } from '../kernel/calendar.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { accountIndex } from '../subgraphs/banking/account-number.ts';
import { AccountFreeze, PaymentGuarantee } from '../subgraphs/banking/facts.ts';
import { accountsOf } from './accounts.ts';
import { type Planned, planned } from './planned.ts';
import type { World } from './world.ts';

const ISSUER = ['103', '中国农业银行示例支行'] as const;
const PERCENT = 10n;

/** Owners' guarantees that they pay for the works (工程款支付担保), of one site in two. */
export const paymentGuaranteeRecords = ({ sites, crews }: World): Planned[] => {
  const manned = new Set(crews.map(({ site }) => site));
  return sites
    .filter((site) => manned.has(site) && site.serial % 2 === 0)
    .map(({ code, project, owner, contractor }) => {
      const startsOn = addDays(project.startedOn, 5);
      const content = {
        issuerCode: ISSUER[0],
        guaranteeNo: `ZFDB-${code}`,
        projectCode: code,
        issuerName: ISSUER[1],
        ownerCode: owner.creditCode,
        beneficiaryCode: contractor.creditCode,
        form: 'BANK_LETTER',
        amountFen: (project.contractPriceFen! * PERCENT) / 100n,
        startsOn,
        endsOn: addDays(startsOn, 730),
        status: 'IN_FORCE',
      };
      return planned(PaymentGuarantee, startsOn, content, { source: `bank-${ISSUER[0]}` });
    });
};

/** One special account was frozen for another cause than its wages, and let go two weeks later (查封冻结). */
export const accountFreezeRecords = (world: World, sealer: Sealer): Planned[] => {
  const struck = accountsOf(world).find(({ site }) => !site.trouble);
  if (!struck) return [];
  const { site, bankCode, number } = struck;
  const effectiveOn = addDays(world.span.to, -40);
  const content = {
    target: 'SPECIAL_ACCOUNT',
    bankCode,
    accountIndex: accountIndex(sealer, number),
    accountNumber: number,
    projectCode: site.code,
    orderNo: '（示例）桂0103执保1号',
    authority: '示例区人民法院',
    measure: 'FREEZE',
    cause: 'OTHER',
    effectiveOn,
  };
  const options = { source: `bank-${bankCode}` };
  const liftedOn = addDays(effectiveOn, 14);
  return [
    planned(AccountFreeze, effectiveOn, content, options),
    planned(AccountFreeze, liftedOn, { ...content, liftedOn }, options),
  ];
};
