import type { Check } from '../checks.ts';
import type { CommandContext } from './main.ts';

export async function doctor(context: CommandContext): Promise<number> {
  const { checks } = await context.door.call<{ checks: Check[] }>('GET', '/api/v1/checks');
  const healthy = checks.every(({ ok }) => ok);
  context.answer({ healthy, reached: context.door.by, checks }, () =>
    [...checks.map(({ check, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'} ${check.padEnd(20)} ${detail}`), healthy ? 'All is well.' : 'Something needs attention.'].join('\n'),
  );
  return healthy ? 0 : 1;
}
