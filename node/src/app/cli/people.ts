import type { ApiAccountReset } from '../contract.ts';
import type { CommandContext } from './main.ts';

/** A new one-time secret for an account of the node, for somebody who lost their password. */
export async function resetAccount(context: CommandContext, login: string): Promise<void> {
  const reset = await context.door.call<ApiAccountReset>('POST', `/api/v1/accounts/${encodeURIComponent(login)}/reset`, {});
  context.answer(
    reset,
    () => `One-time secret for ${reset.login}: ${reset.secret}\nIt is shown this once and counts for seven days. The sign-in asks for a password of their own.`,
  );
}
