import type { PolicyFiles, PolicyFlaw } from './policy.ts';

/** What one set of policies may cost. Cedar has no loops: what a decision costs is bounded by the size of what it reads. */
export const POLICY_LIMITS = {
  files: 50,
  fileCharacters: 256 * 1024,
  policies: 1_000,
  policyCharacters: 16 * 1024,
  /** Brackets within brackets. */
  nesting: 24,
  /** Operators and attributes in one policy: each may put one expression within another, and the engine's stack is finite. */
  operators: 120,
  /** Elements and other commas in one policy. */
  elements: 1_000,
} as const;

export const POLICY_FILE = /^[a-z0-9][a-z0-9-]{0,60}\.cedar$/;

/** What is too large or too deep for the engine, told without asking it. */
export function sizeFlaws(files: PolicyFiles): PolicyFlaw[] {
  const names = Object.keys(files);
  const at = (file: string, reason: string): PolicyFlaw => ({ file, line: 1, column: 1, reason });
  if (names.length > POLICY_LIMITS.files) return [at(names[0] as string, `there are ${names.length} files; at most ${POLICY_LIMITS.files} are read`)];
  return names.flatMap((file) => {
    const text = files[file] as string;
    if (!POLICY_FILE.test(file)) return [at(file, 'is no name for a file of policies: lower-case letters, digits and hyphens, ending in .cedar')];
    if (text.length > POLICY_LIMITS.fileCharacters) return [at(file, `has ${text.length} characters; at most ${POLICY_LIMITS.fileCharacters} are read`)];
    return depthFlaws(file, text);
  });
}

const OPERATORS = new Set(['&', '|', '+', '-', '*', '.', '!', '<', '>', '=']);
/** Words that put one expression within another as operators do. */
const WORDS = new Set(['if', 'then', 'else', 'has', 'like', 'is', 'in']);

interface Extent {
  line: number;
  column: number;
  start: number;
  deepest: number;
  operators: number;
  elements: number;
}

/** Walks the text once, past strings and comments, and measures each policy. Text that does not parse is measured as far as it goes. */
function depthFlaws(file: string, text: string): PolicyFlaw[] {
  const flaws: PolicyFlaw[] = [];
  let [line, lineStart, depth] = [1, 0, 0];
  let extent: Extent | undefined;
  const end = (at: number) => {
    if (extent) flaws.push(...judged(file, extent, at - extent.start));
    extent = undefined;
    depth = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n') [line, lineStart] = [line + 1, at + 1];
    if (/\s/.test(character)) continue;
    if (character === '/' && text[at + 1] === '/') {
      at = (text.indexOf('\n', at) + 1 || text.length + 1) - 2;
      continue;
    }
    extent ??= { line, column: at - lineStart + 1, start: at, deepest: 0, operators: 0, elements: 0 };
    if (character === '"') at = afterString(text, at) - 1;
    else if ('([{'.includes(character)) extent.deepest = Math.max(extent.deepest, ++depth);
    else if (')]}'.includes(character)) depth--;
    else if (character === ',') extent.elements++;
    else if (character === ';') end(at);
    else if (OPERATORS.has(character)) {
      extent.operators++;
      // `&&`, `||`, `==`, `!=`, `<=`, `>=` are one operator each.
      if ('&|=<>!'.includes(character) && '&|='.includes(text[at + 1] ?? ' ')) at++;
    } else if (/[A-Za-z_]/.test(character)) {
      const word = /^\w+/.exec(text.slice(at, at + 64))?.[0] ?? character;
      if (WORDS.has(word)) extent.operators++;
      at += word.length - 1;
    }
  }
  end(text.length);
  return flaws;
}

function afterString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function judged(file: string, { line, column, deepest, operators, elements }: Extent, length: number): PolicyFlaw[] {
  const found = [
    [length, POLICY_LIMITS.policyCharacters, 'characters'],
    [deepest, POLICY_LIMITS.nesting, 'brackets within brackets'],
    [operators, POLICY_LIMITS.operators, 'operators and attributes'],
    [elements, POLICY_LIMITS.elements, 'elements'],
  ] as const;
  return found
    .filter(([count, most]) => count > most)
    .map(([count, most, what]) => ({ file, line, column, reason: `the policy has ${count} ${what}; at most ${most} are allowed` }));
}
