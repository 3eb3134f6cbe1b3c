import { parseYaml } from '../yaml.ts';
import { isOwnForm } from './own-form.ts';

/** The form in which this node's own descriptions are written (docs/guide/describe.md). */
export const OWN_FORM = 'own';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The standard a document is written in, told by its content, or where that says nothing by its name; undefined where
 * nobody can tell.
 */
export function recogniseStandard(text: string, name: string): string | undefined {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (start.startsWith('<') && !/^<https?:/i.test(start)) return ofMarkup(start);
  if (start.startsWith('{') || start.startsWith('[')) {
    const json = parsedJson(start);
    if (json !== undefined) return ofJson(json);
  }
  if (/^(?:#[^\n]*\n\s*)*(?:@prefix|@base|prefix\s+[\w.-]*:|base\s+<|<https?:\/\/[^>]*>\s)/i.test(start) || ['ttl', 'nt', 'nq', 'n3', 'trig'].includes(extension ?? ''))
    return 'dcat';
  if (extension === 'csv' || extension === 'tsv') return 'csv';
  const yaml = parseYaml(start);
  if ('value' in yaml && (isMap(yaml.value) || Array.isArray(yaml.value))) return ofJson(yaml.value);
  if ('reason' in yaml && (extension === 'yaml' || extension === 'yml')) return OWN_FORM;
  return /^[^\n]*[,;\t][^\n]*\n/.test(start) ? 'csv' : undefined;
}

function ofMarkup(text: string): string | undefined {
  const head = text.slice(0, 20_000);
  if (/<OAI-PMH[\s>]/.test(head)) return 'oai-pmh';
  if (/<(?:\w+:)?RDF[\s>]/.test(head)) return 'dcat';
  return /<html[\s>]|<!doctype html|<script[^>]+ld\+json/i.test(head) ? 'bioschemas' : undefined;
}

function ofJson(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (isOwnForm(value)) return OWN_FORM;
  if (!isMap(first)) return undefined;
  const list = Array.isArray(first['list']) ? (first['list'] as unknown[])[0] : undefined;
  if ('biotoolsID' in first || 'biotoolsCURIE' in first || (isMap(list) && 'biotoolsID' in list)) return 'biotools';
  if ('@context' in first || '@graph' in first || '@type' in first) {
    const context = JSON.stringify(first['@context'] ?? '');
    if (/w3id\.org\/ro\/crate/.test(context)) return 'ro-crate';
    const rest = context + JSON.stringify(first).slice(0, 20_000);
    if (/w3\.org\/ns\/dcat|"dcat:/.test(rest)) return 'dcat';
    return /schema\.org|bioschemas/.test(rest) ? 'bioschemas' : 'dcat';
  }
  if ('name' in first && ('tools' in first || 'input' in first || 'components' in first)) return 'module-metadata';
  return 'kind' in first || 'title' in first ? OWN_FORM : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
