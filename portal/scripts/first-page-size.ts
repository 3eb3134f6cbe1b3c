import { gzipSync } from 'node:zlib';

/**
 * The weight of the home page's scripts: every script its HTML names, modules it preloads included, each compressed as
 * it would be sent. `node portal/scripts/first-page-size.ts [address]` prints it as JSON.
 */
export async function firstPageSize(address: string): Promise<{ total: number; scripts: Record<string, number>; html: number; styles: number }> {
  const html = await (await fetch(address)).text();
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"|import\s*(?:[\w*{} ]+from\s*)?"(\/[^"]+\.js)"|from\s*"(\/[^"]+\.js)"/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const size = async (path: string) => gzipSync(Buffer.from(await (await fetch(new URL(path, address))).arrayBuffer())).length;

  const scripts: Record<string, number> = {};
  const queue = [...new Set(named)];
  for (const path of queue) {
    const text = await (await fetch(new URL(path, address))).text();
    scripts[path] = await size(path);
    // What a module imports at once is loaded with it; what it imports later is not.
    for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g)) {
      const found = new URL(imported, new URL(path, address)).pathname;
      if (!queue.includes(found)) queue.push(found);
    }
  }
  const style = /"(\/assets\/root-[^"]+\.css)"/.exec(html)?.[1];
  return { total: Object.values(scripts).reduce((sum, it) => sum + it, 0), scripts, html: gzipSync(html).length, styles: style ? await size(style) : 0 };
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await firstPageSize(process.argv[2] ?? 'http://localhost:7420'), null, 2)}\n`);
