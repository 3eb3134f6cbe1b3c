import type { LanguageMap } from '../../../kernel/language-map.ts';
import { FULL_DATE, FULL_POSTAL_CODE } from './patterns.ts';

/** What a column's name says it holds. */
export interface ColumnMeaning {
  label: LanguageMap;
  names: RegExp;
  /** Which of its cells count; every one that is neither empty nor blanked out where left out. */
  cells?: RegExp;
}

/** Names written as words: `PatientName`, `patient_name` and `patient-name` are one. */
export const asWords = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_\-./:]+/g, ' ')
    .trim();

const meaning = (en: string, zh: string, names: RegExp, cells?: RegExp): ColumnMeaning => ({ label: { en, zh }, names, ...(cells ? { cells } : {}) });

/** Columns that point at one person by themselves. */
export const DIRECT: readonly ColumnMeaning[] = [
  meaning(
    'names of persons',
    '姓名',
    /^(?:(?:full|first|last|family|given|middle|maiden|patient|subject|participant|donor|mother|father|guardian|contact|doctor|physician)s? ?)*(?:name|surname|forename)s?$|姓名|^姓$|^名字$|联系人/,
  ),
  meaning(
    'numbers of identity papers',
    '证件号码',
    /\b(?:id card|identity (?:card|number|no)|national id|citizen id|ssn|social security|passport|driver'?s? licen[cs]e)\b|身份证|证件号|护照|社保|医保卡|社会保障/,
  ),
  meaning(
    'numbers of medical records',
    '病历号',
    /\bmrn\b|\b(?:medical record|hospital|admission|inpatient|outpatient|chart)s? (?:number|num|no|id)\b|病历号|病案号|住院号|门诊号|就诊卡|登记号/,
  ),
  meaning('telephone numbers', '电话号码', /\b(?:phone|telephone|mobile|cell ?phone|fax|tel)\b(?! (?:type|model))|电话|手机|联系方式/),
  meaning('e-mail addresses', '电子邮件地址', /\be ?mail\b|邮箱|电子邮件/),
  meaning('dates of birth', '出生日期', /\b(?:dob|date of birth|birth ?date|birth ?day)\b|出生日期|出生年月|生日/, FULL_DATE),
  meaning('addresses', '住址', /^(?:home|street|postal|mailing|residential|current|permanent|patient)? ?(?:address|street)(?: line)? ?\d?$|住址|地址|门牌/),
  meaning('postal codes in full', '完整邮政编码', /\b(?:zip|zip ?code|post ?code|postal ?code)\b|邮编|邮政编码/, FULL_POSTAL_CODE),
  meaning('exact places', '精确位置', /\b(?:latitude|longitude|gps|geo ?location)\b|经度|纬度/),
  meaning('accounts and plates', '账号与车牌', /\b(?:bank account|account (?:number|no)|credit card|licen[cs]e plate|wechat|whatsapp)\b|银行卡|账号|微信号|车牌/),
  meaning('pictures of persons', '人像', /\b(?:face image|photo(?:graph)?|portrait|fingerprint)\b|照片|人像|指纹/),
];

/** Columns that together may point at one person. */
export const QUASI: readonly RegExp[] = [
  /\bage\b|年龄/,
  /\b(?:sex|gender)\b|性别/,
  /\b(?:race|ethnicity|ethnic group|nationality|country of birth)\b|民族|国籍/,
  /\b(?:birth ?year|year of birth|yob)\b|出生年份/,
  /\b(?:dob|date of birth|birth ?date|birth ?day)\b|出生日期|出生年月|生日/,
  /\b(?:zip|zip ?code|zip ?3|post ?code|postal ?code|region|province|state of residence|city|county|district|town|village)\b|邮编|省份|城市|区县|籍贯|户籍|居住地/,
  /\b(?:occupation|profession|job|employer)\b|职业|工作单位/,
  /\b(?:education|marital status|religion|income)\b|学历|文化程度|婚姻|宗教|收入/,
  /\b(?:admission|discharge|death|diagnosis|visit|surgery|treatment|sampling|collection) date\b|\bdate of (?:admission|discharge|death|diagnosis|visit|surgery|treatment)\b|入院|出院|死亡日期|确诊日期|就诊日期|手术日期|采样日期/,
];

export const isQuasi = (name: string): boolean => QUASI.some((names) => names.test(asWords(name)));
