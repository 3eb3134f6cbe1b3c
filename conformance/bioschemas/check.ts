import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { Parser } from 'htmlparser2';
import { officialFiles } from '../official-files.ts';
import { fetched, inParallel, resourcesOf } from '../over-http.ts';
import type { StandardCheck } from '../standard.ts';
import { PROFILES } from './sources.ts';

const CONFORMS_TO = 'http://purl.org/dc/terms/conformsTo';
const AT_ONCE = 4;

/** Bioschemas: every page of a profiled kind, by the JSON-LD in its HTML and by what is negotiated in its place. */
export const bioschemas: StandardCheck = {
  id: 'bioschemas',
  title: 'Bioschemas',
  async check({ url, say }) {
    const check = profileCheck(await officialFiles('bioschemas', PROFILES));
    const violations: string[] = [];
    let pages = 0;
    const byKind = new Map<string, number>();
    for (const { kinds, profile } of PROFILES) {
      await inParallel(resourcesOf(url, kinds), AT_ONCE, async ({ id, kind }) => {
        const address = `${url}/r/${id}`;
        const page = await (await fetched(address, { accept: 'text/html' })).text();
        const negotiated = await (await fetched(address, { accept: 'application/ld+json', 'accept-profile': '<https://bioschemas.org/profiles/>' })).text();
        violations.push(
          ...check(jsonLdIn(page), profile).map((flaw) => `${address} (page): ${flaw}`),
          ...check([negotiated], profile).map((flaw) => `${address} (JSON-LD): ${flaw}`),
        );
        byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
        if (++pages % 500 === 0) say(`${pages} pages`);
      });
    }
    return {
      checkedWith: `the JSON schemas of ${PROFILES.filter(({ kinds }) => kinds.length > 0).length} profiles (${PROFILES.filter(({ kinds }) => kinds.length > 0)
        .map(({ name }) => name.replace('.json', '').replace('_v', ' '))
        .join(', ')})`,
      checked: pages,
      of: `pages, each in HTML and negotiated (${[...byKind].map(([kind, count]) => `${count} ${kind}`).join(', ')})`,
      violations,
      notes: pages === 0 ? ['there is no resource of a profiled kind'] : [],
    };
  },
};

/** Validates what a page says of its subject against a profile; answers what is wrong. */
export type ProfileCheck = (texts: string[], profile: string) => string[];

export function profileCheck(files: Map<string, string>): ProfileCheck {
  const validators = new Map<string, ValidateFunction>(PROFILES.map(({ name, profile }) => [profile, validatorOf(files.get(name)!)]));
  return (texts, profile) => {
    let nodes: Record<string, unknown>[];
    try {
      nodes = texts.flatMap((text) => nodesIn(JSON.parse(text)));
    } catch (error) {
      return [`holds JSON-LD that is no JSON: ${(error as Error).message}`];
    }
    const subject = nodes.find((node) => profilesOf(node).includes(profile));
    if (!subject) return [`nothing in it conforms to ${profile}`];
    const validate = validators.get(profile)!;
    return validate(subject) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '(top)'} ${message}`);
  };
}

function validatorOf(text: string): ValidateFunction {
  const { '@graph': graph } = JSON.parse(text) as { '@graph': { $validation?: object }[] };
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  return ajv.compile(graph.find((entry) => entry.$validation)!.$validation!);
}

function nodesIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (value === null || typeof value !== 'object') return [];
  const node = value as Record<string, unknown>;
  return [node, ...nodesIn(node['@graph'])];
}

const profilesOf = (node: Record<string, unknown>): string[] =>
  [node[CONFORMS_TO] ?? node['dct:conformsTo'] ?? []].flat().map((it) => (typeof it === 'string' ? it : String((it as { '@id'?: string })['@id'] ?? '')));

/** The text of every `application/ld+json` script of a page. */
export function jsonLdIn(html: string): string[] {
  const found: string[] = [];
  let inside = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      inside = name === 'script' && attributes['type'] === 'application/ld+json';
      if (inside) found.push('');
    },
    ontext: (text) => {
      if (inside) found[found.length - 1] += text;
    },
    onclosetag: () => void (inside = false),
  });
  parser.write(html);
  parser.end();
  return found;
}
