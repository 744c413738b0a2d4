import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from '../../../adapters/county-self-built/decode-text.ts';
import { standardForm } from '../../../adapters/county-self-built/private-use.ts';
import { csvCell } from '../../../adapters/county-self-built/verdict-report.ts';
import { LONGEST_RECORD } from '../../../adapters/county-self-built/whole-lines.ts';
import { chunksOf, rowsOf } from './support.ts';

/** 姓 in GB 18030, so that a file is one. */
const XING = [0xd0, 0xd5];

describe('The text of a county file', () => {
  test.each([
    ['FE 9F', [0xfe, 0x9f], 0x4dae],
    ['four bytes', [0x82, 0x35, 0x95, 0x36], 0x9fe5],
    ['beyond the basic plane', [0x95, 0x32, 0x82, 0x36], 0x20000],
    ['FE 59, private until 2005', [0xfe, 0x59], 0x9fb4],
    ['A8 BC', [0xa8, 0xbc], 0x1e3f],
  ])('keeps rare characters of GB 18030: %s', async (_what, bytes, expected) => {
    for (const size of [1, 2, 3, 64]) {
      const rows = await rowsOf(Uint8Array.from([...XING, 0x0a, ...bytes, 0x0a]), size);
      expect(rows).toEqual([
        [1, ['姓']],
        [2, [String.fromCodePoint(expected)]],
      ]);
    }
  });

  test('puts characters that old software wrote into the private-use area at their standard place', () => {
    expect(standardForm('刘\ue863')).toEqual({ text: '刘\u4dae', isMapped: true, isPrivate: false });
    expect(standardForm('\ue864\ue81e').text).toBe('\u9fbb\u9fb4');
    expect(standardForm('\ue000')).toEqual({ text: '\ue000', isMapped: false, isPrivate: true });
    expect(standardForm('刘')).toEqual({ text: '刘', isMapped: false, isPrivate: false });
  });

  test.each([
    ['UTF-8', [0xe5, 0xa7, 0x93, 0x0a, 0x61, 0xff, 0x0a], [[2, 'BYTES_MALFORMED']]],
    ['GB 18030', [...XING, 0x0a, 0x61, 0x0d, 0x0a, ...XING, 0x81, 0x0a], [[3, 'BYTES_MALFORMED']]],
    ['GB 18030 that ends in half a character', [...XING, 0x0a, 0xd0], [[2, 'BYTES_MALFORMED']]],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], [[1, 'BYTES_MALFORMED']]],
    ['UTF-16, the other way', [0xfe, 0xff, 0x00, 0x61], [[1, 'BYTES_MALFORMED']]],
  ])('stops with its line where bytes are no %s', async (_what, bytes, expected) => {
    const rows = await rowsOf(Uint8Array.from(bytes));
    expect(rows.slice(-1)).toEqual(expected);
  });

  test('tells the byte at which it stops', async () => {
    const texts = decodeText(chunksOf(Uint8Array.from([0x61, 0x0a, 0x61, 0x62, 0xff, 0x0a]), 4), 'utf-8');
    await expect(texts.next().then(() => texts.next())).rejects.toThrow('line 2, column 3: not UTF-8');
  });

  test('a damaged UTF-8 file is not taken for GB 18030', async () => {
    const bytes = Buffer.from('姓名,年龄\n张示例,30\n李示例,40\n王示例,50\n');
    bytes[20] = 0xff;
    expect((await rowsOf(bytes)).at(-1)).toEqual([2, 'BYTES_MALFORMED']);
  });

  test('is cut into rows alike, whatever the size of the chunks', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom('䶮', '"', 'a,b', 'x\ny', '\u{20000}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 8 }),
        async (rows) => {
          const clean = rows.map((row) =>
            row.map((one) => one.replaceAll('\r', '').replaceAll('\x1a', '').replaceAll('\ufeff', '')),
          );
          const text = clean
            .map((row) => `${row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\n`)
            .join('');
          const filled = clean.filter((row) => row.some((one) => one.trim() !== ''));
          for (const size of [1, 3, 1_000]) {
            const read = (await rowsOf(`姓名,年龄\n${text}`, size)) as [number, string[]][];
            expect(read.slice(1).map(([, cells]) => cells)).toEqual(filled);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('The rows of a county file', () => {
  const THREE = [
    [1, ['a', 'b']],
    [2, ['1', '2']],
    [3, ['3', '4']],
  ];
  test.each<[string, string | Uint8Array, unknown[]]>([
    ['LF', 'a,b\n1,2\n3,4\n', THREE],
    ['CR LF', 'a,b\r\n1,2\r\n3,4\r\n', THREE],
    ['CR alone', 'a,b\r1,2\r3,4\r', THREE],
    ['CR alone, without the last', 'a,b\r1,2\r3,4', THREE],
    ['a byte-order mark', '\ufeffa,b\n1,2\n3,4', THREE],
    ['an end mark', 'a,b\n1,2\n3,4\n\x1a', THREE],
    ['an end mark on the last line', 'a,b\n1,2\n3,4\x1a\x1a', THREE],
    [
      'blank lines',
      '\n\na,b\n,\n \n1,2\n\n',
      [
        [3, ['a', 'b']],
        [6, ['1', '2']],
      ],
    ],
    [
      'a line end in quotes',
      'a,b\r\n"x\r\ny",2\r\n3,4\r\n',
      [
        [1, ['a', 'b']],
        [2, ['x\ny', '2']],
        [4, ['3', '4']],
      ],
    ],
    [
      'ragged rows',
      'a,b\n1\n1,2,3\n',
      [
        [1, ['a', 'b']],
        [2, ['1']],
        [3, ['1', '2', '3']],
      ],
    ],
    [
      'a quote in a plain cell',
      'a,b\n1"x,2\n3,4\n',
      [
        [1, ['a', 'b']],
        [2, null],
        [3, ['3', '4']],
      ],
    ],
    [
      'a quote in the last plain cell',
      'a,b\n3,4\n1"x,2',
      [
        [1, ['a', 'b']],
        [2, ['3', '4']],
        [3, null],
      ],
    ],
    [
      'a quote that ends too early',
      'a,b\n0,0\n"1"x,2\n3,4\n5,6\n',
      [
        [1, ['a', 'b']],
        [2, ['0', '0']],
        [3, 'QUOTE_MISPLACED'],
      ],
    ],
    [
      'a quote that is not closed',
      'a,b\n1,2\n"x,2\n3,4\n',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
        [3, 'QUOTE_NOT_CLOSED'],
      ],
    ],
    ['nothing', '', []],
  ])('are read with %s', async (_what, file, expected) => {
    for (const size of [1, 4, 1_000]) expect(await rowsOf(file, size)).toEqual(expected);
  });

  test.each([
    ['\t', 'a\tb\n1\t2\n'],
    [';', 'a;b\n1;2\n'],
    ['；', 'a；b\n1；2\n'],
    ['，', 'a，b\n1，2\n'],
  ])('are parted by %j where the mapping says so', async (separator, text) => {
    expect(await rowsOf(text, 5, separator)).toEqual([
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ]);
  });

  test.each([
    ['a quote that is never closed', `a,b\n1,2\n"${'x,y\n'.repeat(500_000)}`, 3],
    ['a cell of two megabytes', `a,b\n1,2\n${'x'.repeat(2 * LONGEST_RECORD)}\n`, 3],
    ['a file that is one line', 'x'.repeat(2 * LONGEST_RECORD), 1],
  ])('stop early, with the line, at %s', async (_what, text, line) => {
    expect((await rowsOf(text, 65_536)).at(-1)).toEqual([line, 'RECORD_TOO_LARGE']);
  });
});

describe('A cell of a report', () => {
  test.each([
    ['姓名', '姓名'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['＝1', "'＝1"],
    [' =1', "' =1"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['a=1', 'a=1'],
    ['', ''],
  ])('%j is shown and never run', (text, expected) => {
    expect(csvCell(text)).toBe(expected);
  });
});
