import type { LanguageMap } from '../../kernel/language-map.ts';

/** A term of the GA4GH Data Use Ontology (DUO 2021-02-23; CC BY 4.0, https://github.com/EBISPOT/DUO). */
export interface DuoTerm {
  id: string;
  shorthand: string;
  label: LanguageMap;
  /** A permission opens data to a kind of research; a modifier narrows that, or (`CC`) widens it. */
  type: 'permission' | 'modifier';
}

const term = (number: number, shorthand: string, type: DuoTerm['type'], en: string, zh: string): DuoTerm => ({
  id: `DUO:${String(number).padStart(7, '0')}`,
  shorthand,
  type,
  label: { en, zh },
});

export const DUO_TERMS = [
  term(4, 'NRES', 'permission', 'no restriction', '无限制'),
  term(42, 'GRU', 'permission', 'general research use', '一般研究用途'),
  term(6, 'HMB', 'permission', 'health or medical or biomedical research', '健康、医学或生物医学研究'),
  term(7, 'DS', 'permission', 'disease specific research', '特定疾病研究'),
  term(11, 'POA', 'permission', 'population origins or ancestry research only', '仅限人群起源或祖源研究'),
  term(12, 'RS', 'modifier', 'research specific restrictions', '限特定类型的研究'),
  term(15, 'NMDS', 'modifier', 'no general methods research', '不得用于一般方法学研究'),
  term(16, 'GSO', 'modifier', 'genetic studies only', '仅限遗传学研究'),
  term(18, 'NPUNCU', 'modifier', 'not for profit, non commercial use only', '仅限非营利机构的非商业用途'),
  term(19, 'PUB', 'modifier', 'publication required', '须发表结果'),
  term(20, 'COL', 'modifier', 'collaboration required', '须与原研究者合作'),
  term(21, 'IRB', 'modifier', 'ethics approval required', '须有伦理批准'),
  term(22, 'GS', 'modifier', 'geographical restriction', '限特定地域'),
  term(24, 'MOR', 'modifier', 'publication moratorium', '发表禁期'),
  term(25, 'TS', 'modifier', 'time limit on use', '使用期限'),
  term(26, 'US', 'modifier', 'user specific restriction', '限特定使用者'),
  term(27, 'PS', 'modifier', 'project specific restriction', '限特定项目'),
  term(28, 'IS', 'modifier', 'institution specific restriction', '限特定机构'),
  term(29, 'RTN', 'modifier', 'return to database or resource', '须回交结果数据'),
  term(43, 'CC', 'modifier', 'clinical care use', '可用于临床诊疗'),
  term(44, 'NPOA', 'modifier', 'population origins or ancestry research prohibited', '禁止人群起源或祖源研究'),
  term(45, 'NPU', 'modifier', 'not for profit organisation use only', '仅限非营利机构使用'),
  term(46, 'NCU', 'modifier', 'non-commercial use only', '仅限非商业用途'),
] as const satisfies readonly DuoTerm[];

const byName = new Map<string, DuoTerm>(DUO_TERMS.flatMap((it) => [it.id, it.shorthand].map((name): [string, DuoTerm] => [name, it])));

/** A term by identifier (`DUO:0000007`, `DUO_0000007`), IRI or shorthand (`DS`); undefined for any other. */
export function duoTerm(name: string): DuoTerm | undefined {
  const text = name.trim().toUpperCase();
  const number = /(?:^|[/#])DUO[_:](\d+)$/.exec(text)?.[1];
  return byName.get(number ? `DUO:${number.slice(-7).padStart(7, '0')}` : text);
}
