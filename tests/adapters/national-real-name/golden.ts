/** The golden vectors of the domain notes (national-realname-interface.md §2 and §3). Synthetic. */
export const golden = {
  secret: '0123456789abcdef0123456789abcdef',
  fields: {
    appid: 'TESTAPP001',
    method: 'WorkerAttendance.Add',
    version: '1.0',
    format: 'json',
    timestamp: '20260105073100',
    nonce: '00000000000000000000000000000001',
    data: '{"projectCode":"4501002026010001","teamSysNo":1500000001,"dataList":[{"idCardType":"01","idCardNumber":"0whyJ0FnjXE8TQqC953G9I67RW3Um885mYa6LO5bMIo=","date":"2026-01-05 07:30:00","direction":"01"}]}',
  },
  sign: '9e604792e00288961d2803b78c532861cb60a39442807046fc4dccc335ccd4d4',
  corpsign: 'cLNEraCUOTo7WSVEkS0xkmEobaVjOEgX5CTI64ZnGFU=',
  signWithCorpsign: '5316b8db2ba7d263f49abc1f3689b91840a7cb8c2219e3f66149b7ad515ee3ae',
  number: '11010519491231002X',
  numberEncrypted: '0whyJ0FnjXE8TQqC953G9I67RW3Um885mYa6LO5bMIo=',
} as const;

/** A form body as a client of the interface sends it. */
export const form = (fields: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(new URLSearchParams(fields).toString(), 'latin1');

export const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';
