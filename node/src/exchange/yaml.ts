import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';

/** What a YAML text says, or where and why it says nothing. */
export type ParsedYaml = { value: unknown } | { line: number; column: number; reason: string };

/** Aliases may repeat what was written before only so often: a few lines could otherwise unfold to gigabytes. */
const MOST_ALIASES = 16;

/** `repeatedKeys`: a key given twice is taken as given last, as Jekyll reads it; YAML itself forbids it. */
export function parseYaml(text: string, options: { repeatedKeys?: boolean } = {}): ParsedYaml {
  if (text.trim() === '') return { value: null };
  try {
    return { value: load(text, { schema: CORE_SCHEMA, json: options.repeatedKeys ?? false, maxAliases: MOST_ALIASES }) };
  } catch (error) {
    if (error instanceof YAMLException) return { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1, reason: error.reason };
    return { line: 1, column: 1, reason: (error as Error).message };
  }
}
