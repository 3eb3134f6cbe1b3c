import type { Words } from './en.ts';

/** 登录、账户、人员与角色。 */
export const account: Words['account'] = {};
