import type { Words } from './en.ts';

/** 访问条件、证书与“我可以吗？”的回答。 */
export const stewardship: Words['stewardship'] = {};
