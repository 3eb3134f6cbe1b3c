import { inLanguage } from '../../kernel/language-map.ts';

/** The language of this terminal: Chinese where its locale says so, else English. */
export const LANGUAGE = /^zh/i.test(process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '') ? 'zh' : 'en';

export const text = (map: Record<string, string> | undefined): string => inLanguage(map, LANGUAGE);
