import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../tests/browser.ts';

/**
 * Takes the pictures of the guide's page on groups and clusters from the cluster of `npm run demo:cluster`:
 * `node portal/scripts/federation-pictures.ts http://localhost:7420 .biotope-demo/door [folder]`, where the second names
 * the data folder of the door, which holds its key.
 */
const [address = 'http://localhost:7420', dataFolder = '.biotope-demo/door', given] = process.argv.slice(2);
const folder = given ?? new URL('../../docs/guide/pictures', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });

const key = readFileSync(join(dataFolder, 'operator.key'), 'utf8').trim();
const signedIn = await fetch(`${address}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) });
const session = /=([^;]+)/.exec(signedIn.headers.getSetCookie()[0] ?? '')?.[1] ?? '';

const browser = await startBrowser();
for (const language of ['en', 'zh'] as const) {
  for (const [name, path, as] of [
    ['ecosystem', '/ecosystem', undefined],
    ['ecosystem-manage', '/ecosystem/manage', session],
  ] as const) {
    const { page, close } = await browser.visit(address + path, { language, ...(as ? { session: as } : {}) });
    // The first look makes the door ask its hubs how their members do; the second shows what they said.
    await page.waitForTimeout(4_000);
    await page.reload();
    await page.waitForTimeout(400);
    const file = join(folder, `${name}-${language}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await close();
  }
}
await browser.stop();
