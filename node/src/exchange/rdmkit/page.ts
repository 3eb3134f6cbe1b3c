import type { SourceRecord } from '../../catalogue/index.ts';
import { clip, withoutLinks } from '../text.ts';
import { parseYaml } from '../yaml.ts';

const SITE = 'https://rdmkit.elixir-europe.org/';
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const TOOL_TAG = /\{%-?\s*tool\s+["“']([^"”']+)["”']\s*-?%\}/g;
const FIRST_PARAGRAPH = 600;

/** Folders whose pages are about the site itself or about writing for it, not about managing data. */
const ABOUT_THE_SITE = new Set(['about', 'contribute']);

interface FrontMatter {
  title?: unknown;
  description?: unknown;
  summary?: unknown;
  page_id?: unknown;
  related_pages?: unknown;
  ref_to_main_resources?: unknown;
  affiliations?: unknown;
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((it) => typeof it === 'string')
    .map((it) => (it as string).trim())
    .filter(Boolean);

/** What the first paragraph of a page's text says, without headings, lists, Liquid tags and links. */
function firstParagraph(body: string): string | undefined {
  const paragraphs = body
    .replace(/\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|\{:[^}]*\}|<!--[\s\S]*?-->/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      withoutLinks(paragraph)
        .replace(/[*_`]+/g, '')
        .trim(),
    );
  const first = paragraphs.find((paragraph) => paragraph.length > 40 && !/^(#|\*|-|>|\||<|\d+\.|\[)/.test(paragraph));
  return first && clip(first, FIRST_PARAGRAPH);
}

export type ReadPage = { record: SourceRecord } | { key?: string; reason: string };

/**
 * A guidance page. Its address ends in its file's name (`analysing`), while other pages mean it by its `page_id`
 * (`analyse`). Templates for authors and pages about the site itself are read and rejected with that reason.
 */
export function readPage(path: string, content: string): ReadPage {
  const [file = '', folder = ''] = path.split('/').reverse();
  const name = file.replace(/\.md$/i, '');
  const key = `page/${name}`;
  if (/^TEMPLATE/i.test(file)) return { reason: 'is a template for authors, no page' };
  if (ABOUT_THE_SITE.has(folder)) return { reason: `is about the RDMkit site itself (folder "${folder}"), no guidance` };
  const matter = FRONT_MATTER.exec(content);
  if (!matter) return { key, reason: 'has no front matter' };
  const parsed = parseYaml(matter[1]!, { repeatedKeys: true });
  if ('reason' in parsed) return { key, reason: `has front matter that is no valid YAML: line ${parsed.line + 1}, column ${parsed.column}: ${parsed.reason}` };
  const front = (parsed.value ?? {}) as FrontMatter;
  const [title] = texts(front.title);
  if (!title) return { key, reason: 'has no title' };
  const body = content.slice(matter[0].length);
  const description = texts(front.description)[0] ?? texts(front.summary)[0] ?? firstParagraph(body);
  const pageId = texts(front.page_id)[0] ?? name;
  const related = Object.values((front.related_pages ?? {}) as Record<string, unknown>).flatMap(texts);
  const tools = [...[...body.matchAll(TOOL_TAG)].map((match) => match[1]!.trim()), ...texts(front.ref_to_main_resources)];
  const isNational = folder === 'national_resources';
  const english = isNational ? `Research data management in ${title}` : title;
  return {
    record: {
      key,
      collection: 'pages',
      description: {
        kind: 'training-material',
        title: { en: english },
        description: description ? { en: description } : undefined,
        identifiers: [`${SITE}${name}`],
        aliases: [`rdmkit:page/${pageId}`],
        homepage: `${SITE}${name}`,
        topics: ['edam:topic_3571'],
        keywords: ['research data management', ...(folder && folder !== 'pages' ? [folder.replaceAll('_', ' ')] : []), ...texts(front.affiliations)],
        provider: { name: { en: 'ELIXIR' }, url: 'https://elixir-europe.org/' },
        licence: { id: 'CC-BY-4.0' },
        access: { level: 'open' },
        links: [
          { predicate: 'is-part-of', target: 'starter:rdmkit' },
          ...[...new Set(tools)].map((tool) => ({ predicate: 'mentions' as const, target: `rdmkit:${tool}` })),
          ...[...new Set(related)].map((page) => ({ predicate: 'related-to' as const, target: `rdmkit:page/${page}` })),
        ],
      },
    },
  };
}
