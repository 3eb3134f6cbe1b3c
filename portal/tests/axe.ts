import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The script that puts axe into a page. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds serious or critical on a page that has axe in it. */
export async function findingsOf(page: Page, options: object): Promise<string[]> {
  const violations = await page.evaluate(async (given) => {
    const { axe: runner } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Finding[] }> } };
    return (await runner.run(given)).violations;
  }, options);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** Looks at a page in light, in dark and on a phone; answers what is wrong with it. */
export async function lookAt(page: Page, name: string, address: string): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(address);
  await page.evaluate(axe);
  const found = (await findingsOf(page, {})).map((it) => `${name}: ${it}`);
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await findingsOf(page, { runOnly: ['color-contrast'] })).map((it) => `${name} (dark): ${it}`));
  await page.setViewportSize({ width: 390, height: 844 });
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (excess > 0) found.push(`${name} is ${excess} px wider than a phone`);
  return found;
}
