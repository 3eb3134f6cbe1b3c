import type { SourceRecord } from '../../catalogue/index.ts';
import { named } from '../text.ts';
import { serverAlias, serverOfAddress } from './servers.ts';
import type { Suite } from './tool-suite.ts';

const NAMES_IN_TITLE = 4;
const NAMES_IN_TEXT = 40;

interface Place {
  number: string;
  en: string;
  zh: string;
  server?: string;
}

/** Where a workflow's address lies: a Galaxy server, the WorkflowHub, or elsewhere. */
function placeOf(url: URL): Place {
  const hub = /^\/workflows\/(\d+)$/.exec(url.pathname);
  if (url.host === 'workflowhub.eu' && hub) {
    const version = url.searchParams.get('version');
    return { number: hub[1]! + (version ? `.${version}` : ''), en: 'in WorkflowHub', zh: 'WorkflowHub 中的' };
  }
  const server = serverOfAddress(url.href);
  const number = url.searchParams.get('id') ?? url.pathname.split('/').filter(Boolean).at(-1) ?? '';
  return { number, en: `on ${server ?? url.host}`, zh: `${server ?? url.host} 上的`, server };
}

/**
 * A workflow of which the source states its address and the tool suites it uses, no name: its title says as much.
 */
export function workflowRecord(address: string, suites: Suite[]): SourceRecord {
  const place = placeOf(new URL(address));
  const names = [...new Set(suites.map(({ title }) => title))];
  const short = named(names, NAMES_IN_TITLE);
  const long = named(names, NAMES_IN_TEXT);
  const onHub = place.en === 'in WorkflowHub';
  return {
    key: `workflow/${address}`,
    collection: 'workflows',
    description: {
      kind: 'workflow',
      title: { en: `Workflow ${place.number} ${place.en}: ${short.en}`, zh: `${place.zh}工作流 ${place.number}：${short.zh}` },
      description: {
        en: `A Galaxy workflow published ${place.en} that uses ${names.length === 1 ? 'the tool suite' : `${names.length} tool suites:`} ${long.en}. The Galaxy Codex states its address and its tools only.`,
        zh: `发布${onHub ? '于 WorkflowHub' : `在 ${place.server ?? new URL(address).host}`} 的 Galaxy 工作流，使用工具套件 ${long.zh}。Galaxy Codex 仅提供其地址和所用工具。`,
      },
      identifiers: [address],
      homepage: address,
      keywords: ['Galaxy workflow'],
      provider: onHub ? { name: { en: 'WorkflowHub' }, url: 'https://workflowhub.eu/' } : undefined,
      links: [
        ...suites.map(({ folder }) => ({ predicate: 'uses' as const, target: folder })),
        ...(place.server ? [{ predicate: 'runs-on' as const, target: serverAlias(place.server) }] : []),
        ...(onHub ? [{ predicate: 'is-part-of' as const, target: 'rdmkit:workflowhub' }] : []),
      ],
    },
  };
}
