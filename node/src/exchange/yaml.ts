import { parseDocument } from 'yaml';

/** What a YAML text says, or where and why it says nothing. */
export type ParsedYaml = { value: unknown } | { line: number; column: number; reason: string };

/** Aliases may repeat what was written before only so often: a few lines could otherwise unfold to gigabytes. */
const MOST_ALIASES = 1_000;

/** `repeatedKeys`: a key given twice is taken as given last, as Jekyll reads it; YAML itself forbids it. */
export function parseYaml(text: string, options: { repeatedKeys?: boolean } = {}): ParsedYaml {
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'silent', uniqueKeys: !options.repeatedKeys });
  const error = document.errors[0];
  if (error) {
    const [at] = error.linePos ?? [];
    return { line: at?.line ?? 1, column: at?.col ?? 1, reason: error.message.split(/ at line \d+|\n/)[0]! };
  }
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
  } catch (error) {
    return { line: 1, column: 1, reason: (error as Error).message };
  }
}
