import type { ApiLinks, ApiPath, ApiResource, ApiSearchAnswer } from '../contract.ts';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import { text } from './language.ts';
import type { CommandContext } from './main.ts';

const query = (values: Record<string, string | undefined>) =>
  new URLSearchParams(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString();

/** An identifier of this node, from itself or from another registry's (`biotools:bwa`). */
async function identifier({ door }: CommandContext, given: string): Promise<string> {
  if (RESOURCE_ID.test(given) || /^(edam|org):/.test(given)) return given;
  const { items } = await door.call<{ items: string[] }>('GET', `/api/v1/names?${query({ name: given })}`);
  return items[0] ?? given;
}

export async function search(context: CommandContext, q: string, options: string): Promise<number> {
  const { category, kind, topic, source, limit, sort } = JSON.parse(options) as Record<string, string>;
  const answer = await context.door.call<ApiSearchAnswer>('GET', `/api/v1/resources?${query({ q, category, kind, topic, source, limit, sort })}`);
  context.answer(answer, () =>
    [
      `${answer.total} found`,
      ...answer.items.map(
        (item) =>
          `${item.id}  ${item.kind.padEnd(17)} ${text(item.title)}${item.why.length > 0 ? `\n${' '.repeat(32)}${item.why.map((why) => `${why.query}: ${why.type} “${why.matched}” (${why.field})`).join('; ')}` : ''}`,
      ),
      ...(answer.next ? ['… more with --limit'] : []),
    ].join('\n'),
  );
  return answer.total > 0 ? 0 : 1;
}

export async function show(context: CommandContext, given: string): Promise<void> {
  const resource = await context.door.call<ApiResource>('GET', `/api/v1/resources/${encodeURIComponent(await identifier(context, given))}`);
  context.answer(resource, () => {
    const lines: [string, string | undefined][] = [
      ['identifier', resource.id],
      ['address', resource.url],
      ['kind', `${resource.kind} (${resource.category})`],
      ['status', resource.status + (resource.statusReason ? `: ${resource.statusReason}` : '')],
      ['homepage', resource.homepage],
      ['provider', text(resource.provider?.name)],
      ['licence', resource.licence?.id ?? resource.licence?.name],
      ['topics', resource.topics.map((term) => text(term.label)).join(', ')],
      ['operations', resource.operations.map((term) => text(term.label)).join(', ')],
      ['sources', resource.sources.map(({ source, record }) => `${source} (${record})`).join(', ')],
      ['revision', `${resource.revision}, ${resource.updated}`],
    ];
    return [text(resource.title), '', ...lines.filter(([, value]) => value).map(([label, value]) => `${label.padEnd(12)}${value}`), '', text(resource.description)].join('\n');
  });
}

export async function links(context: CommandContext, given: string, options: string): Promise<void> {
  const { predicate, limit } = JSON.parse(options) as Record<string, string>;
  const answer = await context.door.call<ApiLinks>('GET', `/api/v1/resources/${encodeURIComponent(await identifier(context, given))}/links?${query({ predicate, limit })}`);
  context.answer(answer, () =>
    [`${answer.total} links`, ...answer.items.map((link) => `${text(link.label).padEnd(18)} ${text(link.node.label)}  [${link.node.id}, ${link.source}]`)].join('\n'),
  );
}

export async function path(context: CommandContext, from: string, to: string): Promise<number> {
  const answer = await context.door.call<ApiPath>('GET', `/api/v1/paths?${query({ from: await identifier(context, from), to: await identifier(context, to) })}`);
  context.answer(answer, () => (answer.found ? answer.steps.map((step) => text(step.sentence)).join('\n') : `No path found (${answer.searched ?? ''}).`));
  return answer.found ? 0 : 1;
}
