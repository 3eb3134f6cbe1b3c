import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';
import { test } from 'vitest';

const SPECS = process.env['BIOTOPE_SPECS'] ?? new URL('../../../../../shared/specs/', import.meta.url).pathname;

/** A folder of official schemas beside the repository; undefined where it is not there. */
export function officialFolder(name: string): string | undefined {
  const path = join(SPECS, name);
  return existsSync(path) ? path : undefined;
}

/** A test against official shapes; where they are missing it says that it was not run. */
export function onShapes(name: string, folder: string, check: (path: string) => Promise<void>): void {
  const path = officialFolder(folder);
  if (path) test(name, () => check(path));
  else test.skip(`${name} (not run: ${folder} not present in BIOTOPE_SPECS)`, () => undefined);
}

/** What a graph in Turtle breaks of shapes in Turtle, a line each. */
export async function violations(turtle: string, shapes: string): Promise<string[]> {
  const validator = new Validator(new Store(new Parser().parse(shapes)) as never, { maxErrors: 50 });
  const report = await validator.validate(new Store(new Parser().parse(turtle)) as never);
  return report.results.map(({ focusNode, path, value, sourceConstraintComponent }) =>
    [focusNode?.value, (path as { value?: string } | null)?.value, value?.value, sourceConstraintComponent?.value].join(' '),
  );
}

export const shapesIn = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
