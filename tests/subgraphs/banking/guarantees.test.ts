import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import {
  bankOf,
  CONTRACTOR,
  LATER,
  type OpenBanks,
  openBanksBeside,
  OWNER,
  other,
  platform,
} from './support/open-banks.ts';

const AFTER = '2026-03-01T07:45:00+08:00';
let banks: OpenBanks;
beforeAll(async () => {
  banks = await openBanksBeside();
});
afterAll(() => banks?.close());

let serial = 0;
/** One project has one deposit of a form, so each case states a later version of it. */
const version = () => String(4_000_000_000_000 + ++serial);

describe('A guarantee deposit', () => {
  const deposit = (more: object = {}) => ({
    projectCode: 'A',
    form: 'CASH',
    required: '40000.00',
    stored: '40000.00',
    bankCode: '103',
    storedOn: '2026-01-20',
    status: 'STORED',
    sourceVersion: version(),
    ...more,
  });
  const submit = (record: object, sending = {}) => banks.submit('submitGuaranteeDeposits', [record], sending);
  const AGAINST = 'REJECTED STATUS_AGAINST_VALIDITY';
  const EXEMPT = { form: 'EXEMPT', required: '0', stored: null, bankCode: null };
  const USED = { status: 'USED', usedAmount: '1000.00', useNoticedOn: '2026-01-05', usedOn: '2026-01-12' };
  const FIRST = { amount: '1000.00', noticedOn: '2026-01-05', usedOn: '2026-01-12' };
  const NOW = { amount: '1.00', usedOn: '2026-02-27' };
  const LATE = ' +DEPOSIT_RESTORED_LATE';
  const RESTORED = { status: 'STORED', restoredOn: '2026-01-26' };
  const RETURNED = { status: 'RETURNED', returnedOn: '2026-02-28' };

  test.each([
    ['in order', {}, ''],
    ['of less than two of a hundred of the price', { required: '39999.99' }, ' +DEPOSIT_BELOW_RULE'],
    ['of a stated price', { contractPrice: '2000000.50' }, ' +DEPOSIT_BELOW_RULE'],
    [
      'lowered for a clean history',
      { required: '20000.00', stored: '20000.00', arrearsHistory: 'NONE_FOR_TWO_YEARS' },
      '',
    ],
    ['not raised after arrears', { arrearsHistory: 'ARREARS_WITHIN_TWO_YEARS' }, ' +DEPOSIT_BELOW_RULE'],
    [
      'with the last arrears eighteen months before, which raise',
      {
        lastArrearsOn: '2024-08-01',
        contractPrice: '10000000.00',
        required: '299999.99',
        stored: '299999.99',
      },
      ' +DEPOSIT_BELOW_RULE',
    ],
    [
      'of a small contract with the last arrears eighteen months before',
      { lastArrearsOn: '2024-07-01', contractPrice: '2900000.00', required: '0.00', stored: '0.00' },
      '',
    ],
    ['used within five working days of the notice, and restored within ten', { ...USED, ...RESTORED }, ''],
    ['used on the sixth', { ...USED, ...RESTORED, usedOn: '2026-01-13' }, ' +DEPOSIT_PAID_LATE'],
    [
      'restored on the eleventh',
      { ...USED, ...RESTORED, restoredOn: '2026-01-27' },
      ' +DEPOSIT_RESTORED_LATE',
    ],
    ['not restored, though the term has ended', USED, ' +DEPOSIT_RESTORED_LATE'],
    ['not restored, while the term runs', { ...USED, useNoticedOn: null, usedOn: '2026-02-27' }, ''],
    ['not paid, though the bank was told long ago', { useNoticedOn: '2026-01-05' }, ' +DEPOSIT_PAID_LATE'],
    [
      'used twice, restored in time',
      { uses: [{ ...FIRST, restoredOn: '2026-01-26' }, { noticedOn: '2026-02-26' }] },
      '',
    ],
    ['used twice, the first restored late', { uses: [{ ...FIRST, restoredOn: '2026-01-27' }, NOW] }, LATE],
    ['used twice, the first not restored', { status: 'USED', uses: [NOW, FIRST] }, LATE],
    ['used, the latest beside the list', { ...USED, uses: [FIRST] }, LATE],
    ['stored in part', { stored: '39999.99' }, ' +DEPOSIT_NOT_FULL'],
    ['named as ruled', { accountName: '示范建工有限公司甲项目农民工工资保证金专用账户' }, ''],
    [
      'named as a wage account',
      { accountName: '示范建工有限公司甲项目农民工工资专用账户' },
      ' +ACCOUNT_NAME_SUFFIX',
    ],
    ['returned without notice', RETURNED, ' +ENDED_WITHOUT_NOTICE +ENDED_BEFORE_COMPLETION'],
    [
      'returned after 29 days of notice',
      { ...RETURNED, noticeFrom: '2026-01-29', noticeTo: '2026-02-27' },
      ' +NOTICE_TOO_SHORT +ENDED_BEFORE_COMPLETION',
    ],
    [
      'returned after 30, while the project is built',
      { ...RETURNED, noticeFrom: '2026-01-28', noticeTo: '2026-02-27' },
      ' +ENDED_BEFORE_COMPLETION',
    ],
  ])('is taken: %s', async (_name, more, warnings) => {
    expect(await submit(deposit(more))).toEqual([
      expect.stringMatching(new RegExp(`^(ACCEPTED|CORRECTED)${warnings.replaceAll('+', '\\+')}$`)),
    ]);
  });

  test.each([
    ['in cash at no bank', { bankCode: null }, 'REJECTED VALUE_MISSING bankCode'],
    ['with money in a letter', { form: 'LETTER' }, 'REJECTED FORM_HAS_NO_MONEY stored'],
    ['with arrears of tomorrow', { lastArrearsOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE lastArrearsOn'],
    [
      'with the account of a letter',
      { ...EXEMPT, accountNumber: '3101000000000001' },
      'REJECTED FORM_HAS_NO_MONEY accountNumber',
    ],
    [
      'with an account that is none',
      { accountNumber: '31X' },
      'REJECTED ACCOUNT_NUMBER_MALFORMED accountNumber',
    ],
    ['used beside another list', { ...USED, uses: [NOW] }, 'REJECTED USE_DIFFERS uses'],
    ['used never', { uses: [{}] }, 'REJECTED VALUE_MISSING uses.0.noticedOn'],
    ['used each of nothing', { uses: [{ ...NOW, amount: '0' }] }, 'REJECTED AMOUNT_ZERO uses.0.amount'],
    [
      'used each before its notice',
      { uses: [NOW, { ...FIRST, noticedOn: '2026-01-13' }] },
      'REJECTED PERIOD_REVERSED uses.1.usedOn',
    ],
    [
      'used each tomorrow',
      { uses: [{ amount: '1.00', usedOn: '2026-03-02' }] },
      'REJECTED DATE_IN_FUTURE uses.0.usedOn',
    ],
    [
      'used each and restored, and to be restored',
      { status: 'USED', uses: [{ ...FIRST, restoredOn: '2026-01-20' }] },
      `${AGAINST} status`,
    ],
    [
      'used each although exempt',
      { ...EXEMPT, status: 'STORED', uses: [NOW] },
      'REJECTED FORM_HAS_NO_MONEY uses',
    ],
    [
      'used each with a digest that is none',
      { uses: [{ ...NOW, noticeDigest: 'ab' }] },
      'REJECTED DIGEST_MALFORMED uses.0.noticeDigest',
    ],
    ['used on no day', { usedAmount: '1.00' }, 'REJECTED VALUE_MISSING usedOn'],
    ['used of no amount', { usedOn: '2026-02-02' }, 'REJECTED VALUE_MISSING usedAmount'],
    ['used before the notice', { ...USED, useNoticedOn: '2026-01-13' }, 'REJECTED PERIOD_REVERSED usedOn'],
    [
      'restored before it was used',
      { ...USED, restoredOn: '2026-01-11' },
      'REJECTED PERIOD_REVERSED restoredOn',
    ],
    ['restored without a use', { restoredOn: '2026-02-02' }, 'REJECTED VALUE_MISSING usedOn'],
    [
      'used although exempt',
      { ...EXEMPT, ...USED, status: 'STORED' },
      'REJECTED FORM_HAS_NO_MONEY usedAmount',
    ],
    ['restored and to be restored', { ...USED, restoredOn: '2026-01-20' }, `${AGAINST} status`],
    ['of no amount', { required: null }, 'REJECTED VALUE_MISSING required'],
    ['stored tomorrow', { storedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE storedOn'],
    ['returned before it was stored', { returnedOn: '2026-01-19' }, 'REJECTED PERIOD_REVERSED returnedOn'],
    [
      'with a notice turned round',
      { noticeFrom: '2026-01-19', noticeTo: '2026-01-18' },
      'REJECTED PERIOD_REVERSED noticeTo',
    ],
    ['of a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['exempt and due', { ...EXEMPT, status: 'DUE', storedOn: null }, `${AGAINST} status`],
    ['exempt and returned', { ...EXEMPT, ...RETURNED }, `${AGAINST} status`],
    ['put off and stored', { ...EXEMPT, form: 'DEFERRED' }, `${AGAINST} status`],
    ['due and stored on a day', { status: 'DUE' }, `${AGAINST} status`],
    ['stored and returned on a day', { returnedOn: '2026-02-28' }, `${AGAINST} status`],
    ['returned on no day', { status: 'RETURNED' }, `${AGAINST} returnedOn`],
  ])('is not: %s', async (_name, more, verdict) => {
    expect(await submit(deposit(more))).toEqual([verdict]);
  });

  test('exempt although the rule asks for something is told', async () => {
    expect(await submit(deposit({ form: 'EXEMPT', required: '0', stored: null, bankCode: null }))).toEqual([
      'ACCEPTED +DEPOSIT_BELOW_RULE',
    ]);
  });

  test('is read with its account, masked, and with what was used of it and is due (65号)', async () => {
    await submit(deposit({ ...USED, accountNumber: '3101 0000 0000 0001' }));
    const id = banks.recordId();
    const USE = `query ($id: ID!) { guaranteeDeposit(id: $id) { accountNumber
      use { amount noticedOn usedOn paymentDueOn restoringDueOn isProvisional restoredOn } } }`;
    expect(await banks.read(USE, { id })).toEqual({
      accountNumber: '************0001',
      use: {
        amount: '1000.00',
        noticedOn: '2026-01-05',
        usedOn: '2026-01-12',
        paymentDueOn: '2026-01-12',
        restoringDueOn: '2026-01-26',
        isProvisional: false,
        restoredOn: null,
      },
    });
    await submit(deposit());
    expect(await banks.read(USE, { id })).toEqual({ accountNumber: null, use: null });
  });

  test('is read with every use, the latest by itself, and one that states the latest alone as before', async () => {
    await banks.scope([['USED', 'HOUSING', '450103']]);
    const projectCode = 'USED';
    await submit(deposit({ projectCode, ...USED }));
    const id = banks.recordId();
    const USES = `query ($id: ID!) { guaranteeDeposit(id: $id) { use { usedOn noticeNo }
      uses { amount noticedOn noticeNo noticeDigest usedOn paymentDueOn restoringDueOn restoredOn } } }`;
    const first = {
      amount: '1000.00',
      noticedOn: '2026-01-05',
      noticeNo: null,
      noticeDigest: null,
      usedOn: '2026-01-12',
      paymentDueOn: '2026-01-12',
      restoringDueOn: '2026-01-26',
      restoredOn: null,
    };
    expect(await banks.read(USES, { id })).toEqual({
      use: { usedOn: '2026-01-12', noticeNo: null },
      uses: [first],
    });
    const notice = { noticeNo: '桂示例支〔2026〕2号', noticeDigest: 'AB'.repeat(32) };
    const uses = [
      { ...NOW, ...notice },
      { ...FIRST, restoredOn: '2026-01-20' },
    ];
    const both = deposit({ projectCode, status: 'USED', uses });
    expect(await submit(both, { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await submit(both, { sentAt: LATER })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await banks.read(USES, { id })).toEqual({
      use: { usedOn: '2026-02-27', noticeNo: '桂示例支〔2026〕2号' },
      uses: [
        { ...first, restoredOn: '2026-01-20' },
        {
          ...first,
          amount: '1.00',
          noticedOn: null,
          noticeNo: '桂示例支〔2026〕2号',
          noticeDigest: 'ab'.repeat(32),
          usedOn: '2026-02-27',
          paymentDueOn: null,
          restoringDueOn: expect.stringMatching(/^2026-03-/),
        },
      ],
    });
  });

  test('is read with the amount by rule beside the stated one, corrected and withdrawn', async () => {
    const one = deposit({
      projectCode: 'B',
      contractPrice: '5000000.00',
      arrearsHistory: 'NONE_FOR_TWO_YEARS',
      required: '50000.00',
    });
    expect(await submit({ ...one, bankCode: '102' }, { caller: bankOf('103') })).toEqual([
      'REJECTED BANK_OF_ANOTHER bankCode',
    ]);
    expect(await submit(one)).toEqual(['ACCEPTED +DEPOSIT_NOT_FULL']);
    const id = banks.recordId();
    const byRule = {
      amount: '50000.00',
      rate: '0.01',
      ground: 'LOWERED',
      contractPrice: '5000000.00',
      isModelled: true,
    };
    const of = [
      { __typename: 'GuaranteeDeposit', id, project: { contractPrice: '1.00', divisionCode: '450103' } },
    ];
    expect(await banks.read(BY_RULE, { of })).toEqual([
      { required: '50000.00', requiredByRule: { ...byRule, ratesDocument: '人社部发〔2021〕65号' } },
    ]);
    expect(await submit(one, { caller: other })).toEqual(['DUPLICATE CLAIM_KEPT +DEPOSIT_NOT_FULL']);
    expect(await submit({ ...one, stored: '50000.00', sourceVersion: version() })).toEqual(['CORRECTED']);
    expect(
      await banks.read(
        '{ guaranteeDeposits(filter: { projectCode: "B", forms: [CASH], statuses: [STORED], division: "450100" }) { nodes { stored versions { version } } } }',
      ),
    ).toEqual({
      nodes: [{ stored: '50000.00', versions: [{ version: 2 }, { version: 1 }] }],
    });
    expect(await banks.withdraw('GUARANTEE_DEPOSIT', id, { caller: other, sentAt: AFTER })).toEqual([
      'DUPLICATE CLAIM_WITHDRAWN',
    ]);
    expect(await banks.withdraw('GUARANTEE_DEPOSIT', id, { sentAt: AFTER })).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.read('query ($id: ID!) { guaranteeDeposit(id: $id) { id } }', { id })).toBeNull();
  });

  test('of a project on record is reckoned from its price there', async () => {
    await submit(deposit());
    const of = [
      {
        __typename: 'GuaranteeDeposit',
        id: banks.recordId(),
        project: { contractPrice: '2000000.00', divisionCode: '450103' },
      },
    ];
    expect(await banks.read(BY_RULE, { of })).toMatchObject([
      { requiredByRule: { amount: '40000.00', ground: 'BASE' } },
    ]);
    const nothing = [{ ...of[0], project: { contractPrice: null, divisionCode: '450103' } }];
    expect(await banks.read(BY_RULE, { of: nothing })).toMatchObject([{ requiredByRule: null }]);
  });
});

const letterOf = (number: object, more: object = {}) => ({
  ...number,
  projectCode: 'A',
  issuerCode: '102',
  issuerName: '示范银行',
  form: 'BANK_LETTER',
  amount: '300000.00',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  ...more,
});

describe.each([
  [
    'A guarantee letter',
    'submitGuaranteeLetters',
    'GUARANTEE_LETTER',
    'guaranteeLetter',
    'letterNo',
    'CLAIM',
  ],
  [
    'A payment guarantee',
    'submitPaymentGuarantees',
    'PAYMENT_GUARANTEE',
    'paymentGuarantee',
    'guaranteeNo',
    'FACT',
  ],
] as const)('%s', (_title, operation, dataset, one, number, kept) => {
  const letter = (more: object = {}) => letterOf({ [number]: `BH-${++serial}` }, more);
  const submit = (record: object, sending = {}) => banks.submit(operation, [record], sending);

  test.each([
    ['of a bank', {}, 'ACCEPTED'],
    ['of an insurer', { form: 'SURETY_INSURANCE', issuerCode: CONTRACTOR }, 'ACCEPTED'],
    ['of a bank that no table has', { issuerCode: '999' }, 'REJECTED CODE_UNKNOWN issuerCode'],
    ['of an insurer with a bank’s code', { form: 'SURETY_INSURANCE' }, 'REJECTED VALUE_MALFORMED issuerCode'],
    [
      'of an insurer whose code fails its check',
      { form: 'SURETY_INSURANCE', issuerCode: '91450100MA5K00001A' },
      'HELD CREDIT_CODE_INVALID issuerCode',
    ],
    ['without a number', { [number]: null }, `REJECTED VALUE_MISSING ${number}`],
    ['that ends before it begins', { endsOn: '2025-12-31' }, 'REJECTED PERIOD_REVERSED endsOn'],
    ['of a day only', { endsOn: '2026-01-01' }, 'ACCEPTED +GUARANTEE_ENDED'],
    ['released after its last day', { endsOn: '2026-01-01', status: 'RELEASED' }, 'ACCEPTED'],
    ['that ends today', { endsOn: '2026-03-01' }, 'ACCEPTED'],
    ['for a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
  ])('%s', async (_name, more, verdict) => {
    expect(await submit(letter(more))).toEqual([verdict]);
  });

  test('is read, corrected and withdrawn; it is its issuer’s and its first source’s own', async () => {
    const stated = letter();
    expect(await submit(stated, { caller: bankOf('103') })).toEqual(['REJECTED BANK_OF_ANOTHER issuerCode']);
    await submit(stated);
    const id = banks.recordId();
    const [second, takenBack, again] = SECOND[kept];
    expect(await submit(stated, { caller: other })).toEqual([second]);
    expect(await banks.withdraw(dataset, id, { caller: other, sentAt: AFTER })).toEqual([takenBack]);
    expect(await banks.withdraw(dataset, id, { caller: other, sentAt: AFTER })).toEqual([again]);
    expect(await submit({ ...stated, status: 'CLAIMED' }, { sentAt: LATER })).toEqual(['CORRECTED']);
    const query = `query ($id: ID!) { ${one}(id: $id) { ${number} amount status isExpired project { code } versions { version } } }`;
    expect(await banks.read(query, { id })).toEqual({
      [number]: (stated as Record<string, unknown>)[number],
      amount: '300000.00',
      status: 'CLAIMED',
      isExpired: false,
      project: { code: 'A' },
      versions: [{ version: 2 }, { version: 1 }],
    });
    const list = `{ ${one}s(filter: { projectCode: "A", statuses: [CLAIMED], endsFrom: "2026-12-31", endsTo: "2026-12-31", division: "450103" }) { totalCount } }`;
    expect(await banks.read(list)).toEqual({ totalCount: 1 });
    expect(await banks.withdraw(dataset, id, { sentAt: AFTER })).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.read(query, { id })).toBeNull();
  });
});

/** A second source’s word on master data is kept; on anything else the fact stays with the first. */
const SECOND = {
  CLAIM: ['DUPLICATE CLAIM_KEPT', 'DUPLICATE CLAIM_WITHDRAWN', 'DUPLICATE ALREADY_WITHDRAWN'],
  FACT: [
    'DUPLICATE SAME_FACT_OTHER_SOURCE',
    'REJECTED RECORD_OF_ANOTHER_SOURCE',
    'REJECTED RECORD_OF_ANOTHER_SOURCE',
  ],
} as const;

test('Of a deposit the bank’s own word is shown, whoever spoke first, and the others’ are conflicts', async () => {
  const stated = {
    projectCode: 'C',
    form: 'CASH',
    required: '100.00',
    stored: '90.00',
    bankCode: '102',
    status: 'STORED',
  };
  const DEPOSIT = `query ($id: ID!) { guaranteeDeposit(id: $id) { stored provenance { sourceSystem }
    conflicts { claimedBy stored status differsIn versions { version } } } }`;
  await banks.submit('submitGuaranteeDeposits', [stated]);
  const id = banks.recordId();
  const bank = { ...stated, stored: '100.00' };
  expect(await banks.submit('submitGuaranteeDeposits', [bank], { caller: bankOf('102') })).toEqual([
    'CORRECTED',
  ]);
  const kept = {
    claimedBy: 'vendor-a',
    stored: '90.00',
    status: 'STORED',
    differsIn: ['stored'],
    versions: [{ version: 1 }],
  };
  const shown = { stored: '100.00', provenance: { sourceSystem: 'bank-102' }, conflicts: [kept] };
  expect(await banks.read(DEPOSIT, { id })).toEqual(shown);
  await banks.submit('submitGuaranteeDeposits', [{ ...stated, stored: '100.00' }], { sentAt: LATER });
  expect(await banks.read(DEPOSIT, { id })).toEqual({ ...shown, conflicts: [] });
  expect(await banks.withdraw('GUARANTEE_DEPOSIT', id, { caller: bankOf('102') })).toEqual([
    'CORRECTED WITHDRAWN_OTHER_SHOWN',
  ]);
  expect(await banks.withdraw('GUARANTEE_DEPOSIT', id, { caller: bankOf('102') })).toEqual([
    'DUPLICATE ALREADY_WITHDRAWN',
  ]);
  expect(await banks.read(DEPOSIT, { id })).toEqual({
    stored: '100.00',
    provenance: { sourceSystem: 'vendor-a' },
    conflicts: [],
  });
});

describe('Who is no bank', () => {
  const issuer: Caller = {
    ...bankOf('none'),
    organisation: 'issuer-demo',
    kind: 'GUARANTOR',
    bank: undefined as never,
    enterprise: OWNER,
    scopes: ['guarantee:read', 'guarantee:submit'],
  };
  const own = { issuerCode: OWNER, issuerName: '示范保险公司', form: 'SURETY_INSURANCE' };
  const humanResources: Caller = {
    ...platform,
    organisation: 'hr-450103',
    kind: 'DEPARTMENT',
    scopes: ['deposit:submit'],
  };
  const decided = { projectCode: 'C', required: '0.00' };

  test('a guarantor or insurer states what it issued itself, and sees that alone', async () => {
    const surety = letterOf({ letterNo: 'BX-1' }, own);
    expect(await banks.submit('submitGuaranteeLetters', [surety], { caller: issuer })).toEqual(['ACCEPTED']);
    const guarantee = letterOf({ guaranteeNo: 'DB-9' }, own);
    expect(await banks.submit('submitPaymentGuarantees', [guarantee], { caller: issuer })).toEqual([
      'ACCEPTED',
    ]);
    const foreign = letterOf({ letterNo: 'BX-2' }, { ...own, issuerCode: CONTRACTOR });
    expect(await banks.submit('submitGuaranteeLetters', [foreign], { caller: issuer })).toEqual([
      'REJECTED ISSUER_OF_ANOTHER issuerCode',
    ]);
    await banks.submit('submitGuaranteeLetters', [foreign]);
    expect(await banks.read('{ guaranteeLetters { nodes { letterNo } } }', {}, issuer)).toEqual({
      nodes: [{ letterNo: 'BX-1' }],
    });
  });

  test('human resources states which deposits are exempt or put off', async () => {
    const state = (record: object) =>
      banks.submit('submitGuaranteeDeposits', [{ ...decided, ...record }], { caller: humanResources });
    expect(await state({ form: 'EXEMPT', status: 'STORED' })).toEqual(['ACCEPTED']);
    expect(await state({ form: 'DEFERRED', status: 'DUE' })).toEqual(['ACCEPTED']);
    expect(await state({ form: 'LETTER', status: 'STORED' })).toEqual(['REJECTED DEPOSIT_OF_ANOTHER form']);
    expect(await state({ form: 'CASH', status: 'DUE', bankCode: '102' })).toEqual([
      'REJECTED DEPOSIT_OF_ANOTHER form',
    ]);
  });
});

test('One letter on two projects is told, whoever states it', async () => {
  const [a, b] = ['A', 'B'].map((projectCode) => letterOf({ letterNo: 'BH-TWICE' }, { projectCode }));
  await banks.submit('submitGuaranteeLetters', [a!]);
  expect(await banks.submit('submitGuaranteeLetters', [b!], { caller: other })).toEqual([
    'DUPLICATE CLAIM_KEPT +LETTER_ON_TWO_PROJECTS',
  ]);
  expect(
    await banks.read(
      'query ($id: ID!) { guaranteeLetter(id: $id) { project { code } conflicts { claimedBy project { code } differsIn } } }',
      { id: banks.recordId() },
    ),
  ).toEqual({
    project: { code: 'A' },
    conflicts: [{ claimedBy: 'vendor-b', project: { code: 'B' }, differsIn: ['project'] }],
  });
  expect(await banks.submit('submitGuaranteeLetters', [b!], { sentAt: LATER })).toEqual([
    'CORRECTED +LETTER_ON_TWO_PROJECTS',
  ]);
});

test('One letter on two projects is told within one call as it is over two', async () => {
  const [a, b] = ['A', 'B'].map((projectCode) => letterOf({ letterNo: 'BH-ONE-CALL' }, { projectCode }));
  expect(await banks.submit('submitGuaranteeLetters', [a!, b!])).toEqual([
    'ACCEPTED',
    'CORRECTED +LETTER_ON_TWO_PROJECTS',
  ]);
  expect(await banks.submit('submitGuaranteeLetters', [b!], { sentAt: LATER })).toEqual([
    'DUPLICATE ALREADY_RECORDED',
  ]);
});

test('A letter for less than the deposit that it replaces is told', async () => {
  await banks.submit('submitGuaranteeDeposits', [
    { projectCode: 'A', form: 'LETTER', required: '300000.01', status: 'STORED' },
  ]);
  expect(await banks.submit('submitGuaranteeLetters', [letterOf({ letterNo: 'BH-SMALL' })])).toEqual([
    'ACCEPTED +LETTER_BELOW_DEPOSIT',
  ]);
});

test.each([
  ['of nothing', { amount: '0.00' }, 'REJECTED AMOUNT_ZERO amount'],
  ['of less than the rule asks for', { amount: '39999.99' }, 'ACCEPTED +LETTER_BELOW_RULE'],
  ['of what the rule asks for', { amount: '40000.00' }, 'ACCEPTED'],
  ['of little, where the price is not known', { projectCode: 'C', amount: '0.01' }, 'ACCEPTED'],
])('A letter %s is judged by the rule, with no deposit on record', async (name, more, verdict) => {
  const letterNo = `BH-RULE-${name.length}`;
  await banks.submit('submitGuaranteeDeposits', [
    { projectCode: 'A', form: 'LETTER', required: '0', status: 'STORED', sourceVersion: version() },
  ]);
  expect(await banks.submit('submitGuaranteeLetters', [letterOf({ letterNo }, more)])).toEqual([verdict]);
});

test('A payment guarantee is of more than nothing, and of one project, within one call as over two', async () => {
  const given = (guaranteeNo: string, projectCode: string, more: object = {}) =>
    letterOf({ guaranteeNo }, { projectCode, ...more });
  const submit = (...records: object[]) => banks.submit('submitPaymentGuarantees', records);
  expect(await submit(given('DB-ZERO', 'A', { amount: '0' }))).toEqual(['REJECTED AMOUNT_ZERO amount']);
  expect(await submit(given('DB-TWO', 'A'), given('DB-TWO', 'B'))).toEqual([
    'ACCEPTED',
    'CORRECTED +GUARANTEE_ON_TWO_PROJECTS',
  ]);
  expect(await banks.submit('submitPaymentGuarantees', [given('DB-TWO', 'A')], { caller: other })).toEqual([
    'DUPLICATE SAME_FACT_OTHER_SOURCE +GUARANTEE_ON_TWO_PROJECTS',
  ]);
  expect(await submit(given('DB-ONE', 'A'))).toEqual(['ACCEPTED']);
  expect(await submit(given('DB-ONE', 'A'))).toEqual(['DUPLICATE ALREADY_RECORDED']);
});

test('A payment guarantee names its owner and who is to be paid, who are two', async () => {
  const given = letterOf({ guaranteeNo: 'DB-1' }, { ownerCode: OWNER, beneficiaryCode: CONTRACTOR });
  expect(await banks.submit('submitPaymentGuarantees', [{ ...given, beneficiaryCode: OWNER }])).toEqual([
    'REJECTED GUARANTEED_BY_ITSELF beneficiaryCode',
  ]);
  await banks.submit('submitPaymentGuarantees', [given]);
  const of = [
    { __typename: 'Enterprise', creditCode: OWNER },
    { __typename: 'Project', code: 'A' },
  ];
  const shown = {
    guaranteeNo: 'DB-1',
    owner: { creditCode: OWNER },
    beneficiary: { creditCode: CONTRACTOR },
  };
  expect(await banks.read(GIVEN, { of })).toEqual([
    { ofOwner: { nodes: [shown] } },
    { paymentGuarantees: expect.arrayContaining([shown]) },
  ]);
});

const BY_RULE = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on GuaranteeDeposit { required
  requiredByRule { amount rate ground contractPrice isModelled ratesDocument } } } }`;
const GIVEN = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Enterprise { ofOwner: paymentGuarantees { nodes { ...Shown } } } ... on Project { paymentGuarantees { ...Shown } } } }
  fragment Shown on PaymentGuarantee { guaranteeNo owner { creditCode } beneficiary { creditCode } }`;
