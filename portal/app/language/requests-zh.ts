import type { Words } from './en.ts';

/** 访问申请与协议。 */
export const requests: Words['requests'] = {};
