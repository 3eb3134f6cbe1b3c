import type { Language } from './choose-language.ts';

/**
 * How figures and dates are written in each language. Always in UTC: the server and the browser must write the same
 * text, or the page would change under the reader's eyes.
 */
export interface Format {
  number: (value: number) => string;
  bytes: (value: number) => string;
  /** `22 November 2025`: for prose. */
  day: (iso: string) => string;
  /** `2025-11-22`: for tables. */
  isoDay: (iso: string) => string;
  /** `2025-11-22 09:14`: for tables of what happened. */
  isoMinute: (iso: string) => string;
  duration: (seconds: number) => string;
  percent: (fraction: number) => string;
}

const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

function make(language: Language): Format {
  const locale = LOCALES[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const prose = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    number: (value) => whole.format(value),
    bytes(value) {
      const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      return `${short.format(value / 1000 ** power)} ${UNITS[power]}`;
    },
    day(iso) {
      const at = new Date(iso);
      if (Number.isNaN(at.getTime()) || iso.length === 4) return iso;
      return iso.length === 7 ? month.format(at) : prose.format(at);
    },
    isoDay: (iso) => iso.slice(0, 10),
    isoMinute: (iso) => iso.slice(0, 16).replace('T', ' '),
    duration: (seconds) => duration(seconds, language),
    percent: (fraction) => share.format(fraction),
  };
}

function duration(seconds: number, language: Language): string {
  const unit = language === 'zh' ? { h: ' 小时', m: ' 分', s: ' 秒' } : { h: ' h', m: ' min', s: ' s' };
  if (seconds < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)}${unit.s}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${unit.m} ${Math.round(seconds % 60)}${unit.s}`;
  return `${Math.floor(seconds / 3600)}${unit.h} ${Math.round((seconds % 3600) / 60)}${unit.m}`;
}

/** Formatters are costly to make and have no state: one of each. */
export const FORMATS: Record<Language, Format> = { en: make('en'), zh: make('zh') };
