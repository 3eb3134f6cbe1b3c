import { parseYaml } from '../yaml.ts';

/** One description as its author wrote it, with the name it goes by. */
export interface WrittenDescription {
  key: string;
  description: unknown;
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value looks like this node's own form: a description, an entry with a key, or a list of either. */
export function isOwnForm(value: unknown): boolean {
  const first = Array.isArray(value) ? value[0] : value;
  return isMap(first) && (('kind' in first && 'title' in first) || ('key' in first && 'description' in first));
}

/** Descriptions in this node's own form, YAML or JSON (which is YAML). A text that is neither says where. */
export function readOwnForm(text: string): WrittenDescription[] | { line: number; column: number; reason: string } {
  const parsed = parseYaml(text);
  if ('reason' in parsed) return parsed;
  const items = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  return items.map((item, place): WrittenDescription => {
    const name = `entry ${place + 1}`;
    if (!isMap(item)) return { key: name, description: item };
    const wrapped = 'key' in item && isMap(item['description']) && !('kind' in item);
    return { key: typeof item['key'] === 'string' ? item['key'] : name, description: wrapped ? item['description'] : item };
  });
}
