import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const anybody = official('450103', 'HOUSING');

describe('The tree of divisions', () => {
  let department: Department;
  beforeAll(async () => {
    department = await openDepartment(provincial);
  });
  afterAll(() => department.close());

  test('begins with three provinces and has all their cities and counties', async () => {
    const { data } = await department.ask(
      anybody,
      '{ provinces { name level children { code level children { code level parent { code } } } } }',
    );
    const provinces = (data as { provinces: Province[] }).provinces;
    const counted = provinces.map(({ name, children }) => [
      name,
      children.length,
      children.flatMap((city) => city.children).length,
    ]);
    expect(counted).toEqual([
      ['广西壮族自治区', 14, 111],
      ['云南省', 16, 129],
      ['湖北省', expect.any(Number), expect.any(Number)],
    ]);
    const cities = provinces.flatMap(({ children }) => children);
    const levelsOf = (ones: readonly { readonly level: string }[]) => [
      ...new Set(ones.map(({ level }) => level)),
    ];
    expect([provinces, cities, cities.flatMap(({ children }) => children)].map(levelsOf)).toEqual([
      ['PROVINCE'],
      ['PREFECTURE'],
      ['COUNTY'],
    ]);
    for (const city of provinces.flatMap(({ children }) => children))
      for (const county of city.children) expect(county.parent.code).toBe(city.code);
  });

  test('a longer code is answered with its county, an unknown one with null', async () => {
    const answer = await department.ask(
      anybody,
      '{ county: division(code: "450103001") { code fullName level } none: division(code: "999999") { code } }',
    );
    expect(answer).toEqual({
      data: {
        county: { code: '450103', fullName: '广西壮族自治区南宁市青秀区', level: 'COUNTY' },
        none: null,
      },
    });
  });

  test('zones without a division code stand under the division they lie in', async () => {
    const answer = await department.ask(anybody, '{ division(code: "530900") { localAreas { name } } }');
    expect(answer).toEqual({
      data: { division: { localAreas: [{ name: '临沧工业园区' }, { name: '临沧边合区' }] } },
    });
  });
});

interface Province {
  readonly name: string;
  readonly level: string;
  readonly children: readonly {
    readonly code: string;
    readonly level: string;
    readonly children: readonly {
      readonly code: string;
      readonly level: string;
      readonly parent: { readonly code: string };
    }[];
  }[];
}
