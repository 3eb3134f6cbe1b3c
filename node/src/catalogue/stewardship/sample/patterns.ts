import type { LanguageMap } from '../../../kernel/language-map.ts';
import { isIdentityNumber } from './id-number.ts';

/** Something in a cell that points at one person. */
export interface Pattern {
  name: string;
  label: LanguageMap;
  /**
   * How much of a column must look so to count: 0 where one cell is enough, because the form leaves little room for
   * chance; else a share of the cells that are not empty, for forms that plain numbers may have too.
   */
  share: number;
  found: (cell: string) => boolean;
}

const IDENTITY = /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,24}/;
const MARKED_PHONE =
  /(?<![\d+])\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,5}){2,4}(?!\d)|(?<!\d)\(\d{3}\) ?\d{3}-\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)/;
const MOBILE = /^(?:86)?1[3-9]\d{9}$/;
const SOCIAL_SECURITY = /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/;
const IP = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const SHARE_OF_NUMBERS = 0.2;

export const PATTERNS: readonly Pattern[] = [
  {
    name: 'identity-number',
    label: { en: 'Chinese identity numbers (check digit right)', zh: '居民身份证号（校验位正确）' },
    share: 0,
    found: (cell) => cell.length >= 18 && (cell.match(IDENTITY) ?? []).some(isIdentityNumber),
  },
  { name: 'email', label: { en: 'e-mail addresses', zh: '电子邮件地址' }, share: 0, found: (cell) => cell.includes('@') && EMAIL.test(cell) },
  { name: 'phone', label: { en: 'telephone numbers', zh: '电话号码' }, share: 0, found: (cell) => cell.length >= 10 && MARKED_PHONE.test(cell) },
  { name: 'mobile', label: { en: 'Chinese mobile numbers', zh: '手机号码' }, share: SHARE_OF_NUMBERS, found: (cell) => MOBILE.test(cell) },
  { name: 'social-security', label: { en: 'US social security numbers', zh: '美国社会安全号' }, share: 0, found: (cell) => cell.length >= 11 && SOCIAL_SECURITY.test(cell) },
  { name: 'ip', label: { en: 'internet addresses', zh: 'IP 地址' }, share: SHARE_OF_NUMBERS, found: (cell) => IP.test(cell) },
];

/** A whole day, as tables write it. */
export const FULL_DATE = /^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?:19|20)\d{6})(?:[T ].*)?$/;
/** A postal code in full; one cut to its first digits says only where roughly. */
export const FULL_POSTAL_CODE = /^(?:\d{5}(?:-\d{4})?|\d{6}|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d)$/;
/** Blanked out, or nothing. */
export const MASKED = /^(?:[*#xX•█-]+|n\/?a|null|none|nan|unknown|redacted|未知|无|已脱敏)$/i;
