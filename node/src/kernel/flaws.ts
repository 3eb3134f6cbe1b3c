import type { Flaw } from './errors.ts';

/** As much of a zod issue as tells what is wrong and where. */
interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  /** Of unknown fields. */
  keys?: string[];
  /** Of a union: what each of its forms had to say. */
  errors?: Issue[][];
}

/** What a schema refused, as flaws: an unknown field by its own name, a union by its form that came nearest. */
export function flawsOf(issues: readonly object[], at: PropertyKey[] = []): Flaw[] {
  return (issues as readonly Issue[]).flatMap((issue): Flaw[] => {
    const path = [...at, ...issue.path];
    if (issue.code === 'unrecognized_keys') return (issue.keys ?? []).map((key) => ({ pointer: pointerOf([...path, key]), reason: 'is unknown here' }));
    const nearest = (issue.errors ?? []).filter((form) => form.length > 0).sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
    return nearest ? flawsOf(nearest, path) : [{ pointer: pointerOf(path), reason: issue.message }];
  });
}

/** How far a form of a union went along before it failed; one that names its allowed values tells more than a wrong type. */
const depthOf = (form: Issue[]) => Math.max(...form.map(({ path, code }) => path.length * 2 + Number(code === 'invalid_value')));

/** A JSON pointer (RFC 6901). */
const pointerOf = (path: PropertyKey[]) => `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
