import { readFileSync } from 'node:fs';
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { cedar } from './cedar.ts';
import { POLICY_LIMITS, sizeFlaws } from './limits.ts';
import type { Origin, Policy, PolicyFiles, PolicyFlaw } from './policy.ts';
import { positionsIn, type Position } from './positions.ts';

const shipped = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
/** What policies may speak of (Cedar schema). */
export const SCHEMA = shipped('schema.cedarschema');
export const STANDING_TEXT = shipped('standing.cedar');
export const DEFAULTS_TEXT = shipped('defaults.cedar');

export type ReadPolicies = { policies: Policy[] } | { flaws: PolicyFlaw[] };

/**
 * Reads files of policies: each is parsed, checked against the schema, and named. What does not hold is told by file,
 * line and column; nothing is half read.
 * @param taken identifiers that other policies bear already.
 */
export function readPolicies(files: PolicyFiles, origin: Origin, taken: ReadonlySet<string> = new Set()): ReadPolicies {
  const tooLarge = sizeFlaws(files);
  if (tooLarge.length > 0) return { flaws: tooLarge };
  const policies: Policy[] = [];
  const flaws: PolicyFlaw[] = [];
  for (const file of Object.keys(files).sort()) {
    const read = readFile(file, files[file] as string, origin);
    if ('flaws' in read) flaws.push(...read.flaws);
    else policies.push(...read.policies);
  }
  const met = new Set(taken);
  for (const { id, file, line } of policies) {
    if (met.has(id))
      flaws.push({ file: file as string, line: line as number, column: 1, reason: `another policy bears the name "${id}" already; give this one an @id of its own` });
    met.add(id);
  }
  if (policies.length > POLICY_LIMITS.policies)
    flaws.push({ file: policies.at(-1)?.file as string, line: 1, column: 1, reason: `there are ${policies.length} policies; at most ${POLICY_LIMITS.policies} are allowed` });
  return flaws.length > 0 ? { flaws } : { policies };
}

function readFile(file: string, text: string, origin: Origin): ReadPolicies {
  const position = positionsIn(text);
  const flawAt = ({ message, help, sourceLocations, related }: DetailedError): PolicyFlaw => {
    const place = sourceLocations?.[0] ?? related?.[0]?.sourceLocations?.[0];
    const more = [sourceLocations?.[0]?.label, help].filter(Boolean).join('; ');
    return { file, ...(place ? position(place.start) : { line: 1, column: 1 }), reason: `${plain(message)}${more ? ` (${more})` : ''}` };
  };
  if (text.trim() === '') return { policies: [] };
  const parsed = cedar().policySetTextToParts(text);
  if (parsed.type === 'failure') return { flaws: parsed.errors.flatMap((error) => [error, ...(error.related ?? [])]).map(flawAt) };
  if (parsed.policy_templates.length > 0)
    return {
      flaws: [
        {
          file,
          ...position(Buffer.byteLength(text.slice(0, text.search(/\?(principal|resource)/)))),
          reason: 'templates (?principal, ?resource) are not used here; write a policy',
        },
      ],
    };
  const checked = cedar().validate({ schema: SCHEMA, policies: { staticPolicies: text } });
  if (checked.type === 'failure') return { flaws: checked.errors.map(flawAt) };
  if (checked.validationErrors.length > 0) return { flaws: distinct(checked.validationErrors.map(({ error }) => flawAt(error))) };
  const starts = placesOf(text).map(position);
  return { policies: inTextOrder(parsed.policies).map((policy, index) => named(file, starts[index] ?? { line: 1, column: 1 }, index, policy, origin)) };
}

function named(file: string, { line }: Position, index: number, text: string, origin: Origin): Policy {
  const answer = cedar().policyToJson(text);
  if (answer.type === 'failure') throw new Error(`A policy that was read can't be written again: ${answer.errors[0]?.message}`);
  const { annotations = {}, effect } = answer.json;
  const id = annotations['id'] || `${file.replace('.cedar', '')}:${index + 1}`;
  const words =
    effect === 'permit'
      ? { en: `Permitted by the policy "${id}" of this node.`, zh: `本节点策略“${id}”允许。` }
      : { en: `Forbidden by the policy "${id}" of this node.`, zh: `本节点策略“${id}”禁止。` };
  const { reason: en, reason_zh: zh } = annotations as { reason?: string; reason_zh?: string };
  return { id, origin, effect, text, json: answer.json, file, line, reason: { en: en || zh || words.en, zh: zh || en || words.zh } };
}

/** The engine gives policies sorted by the names it made up for them: policy0, policy1, policy10, policy11, policy2 … */
function inTextOrder(policies: string[]): string[] {
  const places = policies.map((_, index) => `policy${index}`).sort();
  const ordered: string[] = [];
  for (const [index, name] of places.entries()) ordered[Number(name.slice('policy'.length))] = policies[index] as string;
  return ordered;
}

/** Where each policy begins, as offsets in bytes. The text is known to parse. */
function placesOf(text: string): number[] {
  const starts: number[] = [];
  const tokens = /\/\/[^\n]*|"(?:\\.|[^"\\])*"|\s+|;|[^\s";/]+|\//gs;
  let open = false;
  for (const match of text.matchAll(tokens)) {
    if (match[0].startsWith('//') || match[0].trim() === '') continue;
    if (!open) starts.push(Buffer.byteLength(text.slice(0, match.index)));
    open = match[0] !== ';';
  }
  return starts;
}

const plain = (message: string) => message.replace(/^failed to parse (policies|policy) from string: /, '').replace(/^for policy `[^`]*`, /, '');

/** The schema is checked once for each kind of asker and action: what is wrong for several is told once. */
const distinct = (flaws: PolicyFlaw[]): PolicyFlaw[] => [...new Map(flaws.map((flaw) => [`${flaw.file}:${flaw.line}:${flaw.column}`, flaw])).values()];
