import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, SECTORS } from '../../../kernel/caller.ts';
import { cardNumber, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { MigrantWorker } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';
import { graphOver, type Receipt, type Sending, send, told, vendor } from '../support/submitting.ts';

const CONTRACTOR = '91450100MA5K00001E';
const county = vendor('vendor-a', '450103', ['account:submit'], 'HOUSING');
const bankOf = (bank: string): Caller => ({
  ...county,
  organisation: `bank ${bank}`,
  kind: 'BANK',
  bank,
  divisions: ['450000'],
});
const reader: Caller = {
  ...official('450000', ...SECTORS),
  scopes: ['account:read', 'worker:read'],
};

describe('What banks and platforms submit to banking', () => {
  let registry: Department;
  let banks: Department;

  beforeAll(async () => {
    registry = await openDepartment(provincial);
    banks = await openDepartment(banking, graphOver(registry));
    await banks.scope([
      ['A', 'HOUSING', '450103'],
      ['B', 'HOUSING', '450203'],
    ]);
  });
  afterAll(async () => {
    await banks?.close();
    await registry?.close();
  });

  /** @returns the first field of the answer, as an official of the province reads it */
  const read = async (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = await banks.ask(reader, query, { variables });
    expect(errors).toBeUndefined();
    return Object.values(data!)[0];
  };

  describe('Special wage accounts', () => {
    const submit = (records: readonly object[], sending: Sending = {}, caller = county): Promise<Receipt> =>
      send(banks, caller, 'submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', records, sending);
    let serial = 0;
    const number = () => `4501000000009999${String(++serial).padStart(4, '0')}`;
    const account = (more: object = {}) => ({
      bankCode: '102',
      accountNumber: number(),
      projectCode: 'A',
      generalContractorCode: CONTRACTOR,
      accountName: '示范建工有限公司甲项目农民工工资专用账户',
      bankName: '示范支行',
      openedOn: '2025-06-01',
      tripartiteAgreementOn: '2025-05-30',
      balance: '1000.50',
      balanceAt: '2026-03-01T06:00:00+08:00',
      ...more,
    });
    const LEAST = { generalContractorCode: null, accountName: null, bankName: null, openedOn: null };

    test.each([
      ['an account in order', {}, 'ACCEPTED'],
      ['number, bank and project alone', { ...LEAST, balance: null, balanceAt: null }, 'ACCEPTED'],
      ['an overdrawn account', { balance: '-0.05' }, 'ACCEPTED'],
      ['a number in groups', { accountNumber: '4501-0000 0000-9998 0001' }, 'ACCEPTED'],
      ['a number that no card could have', { accountNumber: '45010000000099970000' }, 'ACCEPTED'],
      ['no bank', { bankCode: '' }, 'REJECTED VALUE_MISSING bankCode'],
      ['a bank that no table has', { bankCode: '999' }, 'REJECTED CODE_UNKNOWN bankCode'],
      ['no number', { accountNumber: null }, 'REJECTED VALUE_MISSING accountNumber'],
      [
        'a number with a letter',
        { accountNumber: '4501A00000' },
        'REJECTED ACCOUNT_NUMBER_MALFORMED accountNumber',
      ],
      [
        'a JSON number',
        { accountNumber: 450100000000999 },
        'REJECTED ACCOUNT_NUMBER_MALFORMED accountNumber',
      ],
      ['a project of another division', { projectCode: 'B' }, 'HELD PROJECT_UNKNOWN projectCode'],
      ['a project nobody has filed', { projectCode: 'NOBODYS' }, 'HELD PROJECT_UNKNOWN projectCode'],
      [
        'a contractor whose code fails its check',
        { generalContractorCode: '91450100MA5K00001A' },
        'HELD CREDIT_CODE_INVALID generalContractorCode',
      ],
      ['a state that is none', { status: 'OPEN' }, 'REJECTED CODE_UNKNOWN status'],
      ['closed before it was opened', { closedOn: '2025-05-31' }, 'REJECTED PERIOD_REVERSED closedOn'],
      ['opened tomorrow', { openedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE openedOn'],
      ['closed tomorrow', { closedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE closedOn'],
      [
        'an agreement of tomorrow',
        { tripartiteAgreementOn: '2026-03-02' },
        'REJECTED DATE_IN_FUTURE tripartiteAgreementOn',
      ],
      [
        'a balance of this evening',
        { balanceAt: '2026-03-01T20:00:00+08:00' },
        'REJECTED TIME_IN_FUTURE balanceAt',
      ],
      ['a balance without its instant', { balanceAt: null }, 'REJECTED VALUE_MISSING balanceAt'],
      ['an instant without its balance', { balance: null }, 'REJECTED VALUE_MISSING balance'],
      ['a balance in words', { balance: '一千元' }, 'REJECTED AMOUNT_MALFORMED balance'],
      ['a name of 201 characters', { accountName: '户'.repeat(201) }, 'REJECTED VALUE_TOO_LONG accountName'],
    ])('get the verdict of their kind: %s', async (_name, more, verdict) => {
      expect(told(await submit([account(more)]))).toEqual([verdict]);
    });

    const ACCOUNT = `query ($id: ID!) { specialWageAccount(id: $id) {
      bank { code name } bankName accountNumber accountName openedOn closedOn status balance balanceAt
      generalContractor { creditCode } project { code } provenance { version sourceSystem } } }`;

    test('are read back through the graph as they were stated, the number masked', async () => {
      const stated = account({ closedOn: '2026-02-28' });
      const [verdict] = (await submit([stated])).verdicts;
      expect(await read(ACCOUNT, { id: verdict!.recordId })).toEqual({
        bank: { code: '102', name: '中国工商银行' },
        bankName: '示范支行',
        accountNumber: expect.stringMatching(new RegExp(`^\\*+${stated.accountNumber.slice(-4)}$`)),
        accountName: stated.accountName,
        openedOn: '2025-06-01',
        closedOn: '2026-02-28',
        status: 'CLOSED',
        balance: '1000.50',
        balanceAt: '2026-03-01T06:00:00+08:00',
        generalContractor: { creditCode: CONTRACTOR },
        project: { code: 'A' },
        provenance: { version: 1, sourceSystem: 'vendor-a' },
      });
    });

    test('may state number, bank and project alone; the bank goes by its own name then', async () => {
      const [verdict] = (await submit([account({ ...LEAST, balance: null, balanceAt: null })])).verdicts;
      expect(await read(ACCOUNT, { id: verdict!.recordId })).toMatchObject({
        bankName: '中国工商银行',
        accountName: null,
        openedOn: null,
        status: 'ACTIVE',
        generalContractor: null,
        balance: null,
      });
    });

    test('are one fact by bank and number, however its digits are grouped', async () => {
      const one = account({ accountNumber: '45010000000088880001' });
      const grouped = { ...one, accountNumber: '4501 0000 0000 8888 0001' };
      const otherBank = { ...one, bankCode: '103' };
      expect(told(await submit([one]))).toEqual(['ACCEPTED']);
      expect(told(await submit([grouped, otherBank]))).toEqual(['DUPLICATE ALREADY_RECORDED', 'ACCEPTED']);
      const frozen = { ...one, status: 'FROZEN' };
      const receipt = await submit([frozen], { sentAt: '2026-03-01T07:05:00+08:00' });
      expect(told(receipt)).toEqual(['CORRECTED']);
      expect(await read(ACCOUNT, { id: receipt.verdicts[0]!.recordId })).toMatchObject({
        status: 'FROZEN',
        provenance: { version: 2 },
      });
    });

    test('of a bank are its own only', async () => {
      const sending = { source: 'bank-102' };
      expect(told(await submit([account(), account({ bankCode: '103' })], sending, bankOf('102')))).toEqual([
        'ACCEPTED',
        'REJECTED BANK_OF_ANOTHER bankCode',
      ]);
    });

    test('of the bank outrank a platform’s word, which is kept as a conflict, and shown again when the bank’s is withdrawn', async () => {
      const one = account();
      await submit([one]);
      const frozen = { ...one, status: 'FROZEN', balance: '7.00' };
      const bank = { source: 'bank-102' };
      const receipt = await submit([frozen], bank, bankOf('102'));
      expect(told(receipt)).toEqual(['CORRECTED']);
      const { recordId } = receipt.verdicts[0]!;
      const read1 = () => read(CONFLICTS, { id: recordId });
      const conflict = { claimedBy: 'vendor-a', status: 'ACTIVE', differsIn: ['status'] };
      expect(await read1()).toMatchObject({ status: 'FROZEN', conflicts: [conflict] });
      expect(told(await submit([one], { sentAt: '2026-03-01T07:05:00+08:00' }))).toEqual([
        'DUPLICATE ALREADY_RECORDED',
      ]);
      const envelope = {
        idempotencyKey: randomUUID(),
        sourceSystem: 'bank-102',
        sentAt: '2026-03-01T07:10:00+08:00',
      };
      const { errors } = await banks.ask(bankOf('102'), WITHDRAW, {
        variables: { envelope, records: [{ dataset: 'SPECIAL_WAGE_ACCOUNT', recordId }] },
      });
      expect(errors).toBeUndefined();
      expect(await read1()).toEqual({
        status: 'ACTIVE',
        accountNumber: expect.stringMatching(new RegExp(`^\\*+${one.accountNumber.slice(-4)}$`)),
        conflicts: [],
      });
    });

    test('are stored all or none when asked so', async () => {
      const good = account();
      const receipt = await submit([good, account({ bankCode: '' })], { mode: 'ATOMIC' });
      expect(told(receipt)).toEqual(['REJECTED ATOMIC_NOT_STORED', 'REJECTED VALUE_MISSING bankCode']);
      expect(told(await submit([good]))).toEqual(['ACCEPTED']);
    });
  });

  describe('Wage cards', () => {
    const submit = (records: readonly object[], sending: Sending = {}, caller = county): Promise<Receipt> =>
      send(banks, caller, 'submitWageCards', 'WageCardRecordInput', records, sending);
    let serial = 0;
    const card = (more: object = {}) => {
      serial += 1;
      return {
        documentType: '01',
        documentNumber: residentNumber('450103', `${1950 + serial}-07-08`),
        bankCode: '102',
        bankName: '示范支行',
        cardNumber: cardNumber(serial),
        cardholderName: '林某某',
        issuedOn: '2025-12-01',
        ...more,
      };
    };

    test.each([
      ['a card in order', {}, 'ACCEPTED'],
      ['no branch and no day', { bankName: null, issuedOn: null }, 'ACCEPTED'],
      ['a passport', { documentType: '08', documentNumber: 'E00000001' }, 'ACCEPTED'],
      ['nobody', { documentType: null, documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
      ['an id that is none', { workerId: 'W-1' }, 'REJECTED VALUE_MALFORMED workerId'],
      [
        'a resident number that fails its check',
        { documentNumber: '450103196105060000' },
        'HELD RESIDENT_NUMBER_INVALID documentNumber',
      ],
      ['a bank that no table has', { bankCode: '999' }, 'REJECTED CODE_UNKNOWN bankCode'],
      ['no number', { cardNumber: null }, 'REJECTED VALUE_MISSING cardNumber'],
      [
        'a number of twelve digits',
        { cardNumber: '999999000000' },
        'REJECTED ACCOUNT_NUMBER_MALFORMED cardNumber',
      ],
      [
        'a number that fails its check',
        { cardNumber: '9999990000000000011' },
        'HELD CARD_NUMBER_INVALID cardNumber',
      ],
      ['nobody holding it', { cardholderName: ' ' }, 'REJECTED VALUE_MISSING cardholderName'],
      ['a branch by its bank link number', { bankLinkNo: '102611000017' }, 'ACCEPTED'],
      ['a bank link number that is none', { bankLinkNo: '1056' }, 'REJECTED VALUE_MALFORMED bankLinkNo'],
      ['issued tomorrow', { issuedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE issuedOn'],
      ['a state that is none', { status: '1' }, 'REJECTED CODE_UNKNOWN status'],
    ])('get the verdict of their kind: %s', async (_name, more, verdict) => {
      expect(told(await submit([card(more)]))).toEqual([verdict]);
    });

    test('of a worker’s id wait while it is nobody’s, and are taken of whom banking or the graph knows', async () => {
      const byId = (workerId: string) => card({ documentType: null, documentNumber: null, workerId });
      const onRecord = randomUUID();
      await registry.write(MigrantWorker, '2026-02-01T09:00:00+08:00', [
        { workerId: onRecord, name: '韦示例' },
      ]);
      const sixty = Array.from({ length: 60 }, () => byId(randomUUID()));
      expect(told(await submit([...sixty, byId(onRecord)]))).toEqual([
        ...Array(60).fill('HELD WORKER_UNKNOWN workerId'),
        'ACCEPTED',
      ]);
      const known = card();
      expect(told(await submit([known]))).toEqual(['ACCEPTED']);
      const workerId = await workerOf(known);
      expect(told(await submit([{ ...byId(workerId), status: 'LOST' }], { sentAt: LATER }))).toEqual([
        'CORRECTED',
      ]);
    });

    test('are read back below their worker, the number masked', async () => {
      const stated = card({ cardholderName: '阿依•某某', bankLinkNo: '102611000017' });
      expect(told(await submit([stated]))).toEqual(['ACCEPTED']);
      expect(await cardOf(stated)).toEqual({
        bank: { name: '中国工商银行' },
        bankName: '示范支行',
        bankLinkNo: '102611000017',
        cardNumber: expect.stringMatching(new RegExp(`^\\*+${stated.cardNumber.slice(-4)}$`)),
        cardholderName: expect.stringMatching(/^阿\*+$/),
        issuedOn: '2025-12-01',
        status: 'ACTIVE',
        provenance: { version: 1 },
      });
    });

    test('are one for each worker: another card of the same source replaces it, of another source it does not', async () => {
      const first = card();
      const second = { ...first, cardNumber: cardNumber(900), bankCode: '103', bankName: null };
      expect(told(await submit([first]))).toEqual(['ACCEPTED']);
      expect(told(await submit([second], { sentAt: '2026-03-01T07:05:00+08:00' }))).toEqual(['CORRECTED']);
      expect(await cardOf(first)).toMatchObject({
        bank: { name: '中国农业银行' },
        bankName: '中国农业银行',
        provenance: { version: 2 },
      });
      expect(told(await submit([first], { source: 'bank-102' }, bankOf('102')))).toEqual([
        'DUPLICATE SAME_FACT_OTHER_SOURCE',
      ]);
    });

    test('of one number for two workers are told, also within one call; a closed card is nobody’s', async () => {
      const shared = { cardNumber: cardNumber(990) };
      const warned = async (records: readonly object[], sentAt?: string) =>
        (await submit(records, { ...(sentAt && { sentAt }) })).verdicts.map(({ warnings }) => warnings);
      const [first, second] = [card(shared), card(shared)];
      expect(await warned([first, first, second])).toEqual([[], [], ['CARD_OF_TWO_WORKERS']]);
      expect(await warned([card({ ...shared, status: 'CLOSED' })])).toEqual([[]]);
      await warned([{ ...second, status: 'CLOSED' }], LATER);
      expect(await warned([{ ...first, bankName: '另一支行' }], LATER)).toEqual([[]]);
      expect(await warned([card(shared)])).toEqual([['CARD_OF_TWO_WORKERS']]);
    });

    test('of a bank are its own only', async () => {
      expect(told(await submit([card({ bankCode: '103' })], { source: 'bank-102' }, bankOf('102')))).toEqual([
        'REJECTED BANK_OF_ANOTHER bankCode',
      ]);
    });

    test('that are held become facts when they are put right', async () => {
      const wrong = card({ cardNumber: '9999990000000000011' });
      expect(told(await submit([wrong]))).toEqual(['HELD CARD_NUMBER_INVALID cardNumber']);
      expect(await cardOf(wrong)).toBeNull();
      const right = { ...wrong, cardNumber: cardNumber(901) };
      expect(told(await submit([right], { sentAt: '2026-03-01T07:05:00+08:00' }))).toEqual(['ACCEPTED']);
      expect(await cardOf(wrong)).toMatchObject({ provenance: { version: 1 } });
    });

    async function workerOf({ documentType, documentNumber }: ReturnType<typeof card>): Promise<string> {
      const { data } = await registry.ask(hubCaller('tests'), ENSURE, {
        variables: { of: [{ documentType, documentNumber }] },
      });
      const [{ workerId }] = data!.ensureWorkers as [{ workerId: string }];
      return workerId;
    }

    async function cardOf(stated: ReturnType<typeof card>) {
      const id = await workerOf(stated);
      const [worker] = (await read(CARD, { of: [{ __typename: 'MigrantWorker', id }] })) as [
        { wageCard: unknown },
      ];
      return worker.wageCard;
    }
  });
});

const CONFLICTS = `query ($id: ID!) { specialWageAccount(id: $id) { status accountNumber
  conflicts { claimedBy status differsIn } } }`;
const WITHDRAW = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
  withdrawBankingRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { code } } }`;

const LATER = '2026-03-01T07:05:00+08:00';

const ENSURE = 'mutation ($of: [IdentityInput!]!) { ensureWorkers(identities: $of) { workerId } }';

const CARD = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on MigrantWorker { wageCard {
  bank { name } bankName bankLinkNo cardNumber cardholderName issuedOn status provenance { version } } } } }`;
