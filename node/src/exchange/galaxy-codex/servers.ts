import type { SourceRecord } from '../../catalogue/index.ts';

/** Addresses of public Galaxy servers that are certain; the others stand without one. */
const HOMEPAGES: Record<string, string> = {
  'UseGalaxy.org': 'https://usegalaxy.org/',
  'UseGalaxy.org.au': 'https://usegalaxy.org.au/',
  'UseGalaxy.eu': 'https://usegalaxy.eu/',
  'UseGalaxy.fr': 'https://usegalaxy.fr/',
  'UseGalaxy.cz': 'https://usegalaxy.cz/',
  'UseGalaxy.be': 'https://usegalaxy.be/',
  'UseGalaxy.no': 'https://usegalaxy.no/',
  'UseGalaxy.ca': 'https://usegalaxy.ca/',
};

/** The sources write "UseGalaxy.org (Main)" and "UseGalaxy.org" for the same server. */
export const serverName = (written: string): string => written.replace(/\s*\(Main\)$/, '').trim();

/** The name by which other records mean a server. */
export const serverAlias = (written: string): string =>
  `galaxy-codex:server/${serverName(written)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')}`;

/** The server a published workflow stands on, by its address. */
export const serverOfAddress = (url: string): string | undefined => {
  const host = new URL(url).host;
  return Object.keys(HOMEPAGES).find((name) => name.toLowerCase() === host);
};

/** A public Galaxy server: of it the source says no more than its name and what is installed. */
export function serverRecord(written: string): SourceRecord {
  const name = serverName(written);
  const alias = serverAlias(written);
  return {
    key: alias.slice('galaxy-codex:'.length),
    collection: 'servers',
    description: {
      kind: 'compute',
      title: { en: name, zh: `${name}（Galaxy 服务器）` },
      description: {
        en: `${name} is a public Galaxy server: tools and workflows run there in the browser. The Galaxy Codex lists the tool suites installed on it.`,
        zh: `${name} 是一个公共 Galaxy 服务器，可在浏览器中运行工具和工作流。Galaxy Codex 列出了其上安装的工具套件。`,
      },
      homepage: HOMEPAGES[name],
      keywords: ['Galaxy'],
      endpoints: HOMEPAGES[name] ? [{ url: HOMEPAGES[name], type: 'web' }] : [],
      links: [{ predicate: 'uses', target: 'starter:galaxy' }],
    },
  };
}
