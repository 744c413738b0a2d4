import type { Draw } from './draw.ts';

/** A made-up name of a person: a surname frequent in Guangxi and two characters at random. */
export const personName = (chance: Draw): string =>
  `${chance.pick(SURNAMES)}${chance.pick(GIVEN)}${chance.pick(GIVEN)}`;

/** Made-up words in front of an enterprise's trade; no two enterprises of a trade share one. */
export const FIRM_WORDS = [
  '澄岭',
  '栖江',
  '漓禾',
  '桂棠',
  '岚邕',
  '榕澈',
  '云柳',
  '汀桂',
  '溪榕',
  '岭禾',
  '瀚桂',
  '沐江',
  '禾邕',
  '朗榕',
  '棠溪',
  '苍梓',
  '泽岭',
  '桐漓',
  '曦桂',
  '沅榕',
];

export const CREW_NAMES: Readonly<Record<string, string>> = {
  '010': '砌筑班组',
  '020': '钢筋班组',
  '030': '架子班组',
  '040': '混凝土班组',
  '050': '模板班组',
  '130': '电工班组',
  '150': '机械班组',
  '190': '装饰班组',
  '230': '防水班组',
  '240': '木工班组',
  '270': '电焊班组',
  '390': '普工班组',
};

/** Work types of the dictionary that the demo's crews do. */
export const WORK_TYPES = Object.keys(CREW_NAMES).sort();

export const VILLAGES = [
  '平乐村',
  '上林屯',
  '那桑村',
  '大榕屯',
  '岜笔村',
  '古潭村',
  '六塘屯',
  '龙门村',
  '下楞村',
  '百合村',
];

const SURNAMES = [...'韦黄覃莫陆蒙农梁李陈罗卢廖周谢吴杨潘唐苏邓何刘岑甘凌'];
const GIVEN = [
  ...'桂兰秀明志海龙江山林云松柏春秋宏建国华勇强文武福禄寿康宁安平顺达辉光耀庆丰收田禾土木石金玉珍宝',
];
