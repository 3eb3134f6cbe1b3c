import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/** Plants files in a tree of their own, under the project's own rules, and answers what the linter says. */
describe('the floors of the house are checked', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'biotope-floors-'));
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const lint = (): string => {
    try {
      return execFileSync(join(root, 'node_modules/.bin/oxlint'), ['--format=unix'], { cwd: folder, encoding: 'utf8' });
    } catch (error) {
      return String((error as { stdout: string }).stdout);
    }
  };

  it('a room must not call a room above it', () => {
    plant('node/src/catalogue/wrong.ts', "import { x } from '../exchange/index.ts';\nexport const y = x;\n");
    expect(lint()).toMatch(/catalogue\/wrong\.ts:1.*no-restricted-imports/);
  });

  it('nor from a folder inside a room', () => {
    plant('node/src/kernel/postgres/wrong.ts', "import { x } from '../../catalogue/index.ts';\nexport const y = x;\n");
    expect(lint()).toMatch(/kernel\/postgres\/wrong\.ts:1.*no-restricted-imports/);
  });

  it('nor reach into the inside of a room below', () => {
    plant('node/src/exchange/wrong.ts', "import { x } from '../catalogue/resource-store.ts';\nexport const y = x;\n");
    expect(lint()).toMatch(/exchange\/wrong\.ts:1.*no-restricted-imports/);
  });

  it('the portal imports nothing of the node but its contract', () => {
    plant('portal/app/wrong.ts', "import { x } from '../../node/src/catalogue/index.ts';\nexport const y = x;\n");
    expect(lint()).toMatch(/portal\/app\/wrong\.ts:1.*no-restricted-imports/);
  });

  it('two files must not import each other', () => {
    plant('node/src/kernel/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n");
    plant('node/src/kernel/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
    expect(lint()).toMatch(/import.no-cycle/);
  });

  it('what keeps to the floors passes', () => {
    plant('node/src/exchange/right.ts', "import { x } from '../catalogue/index.ts';\nimport { z } from '../kernel/errors.ts';\nexport const y = [x, z];\n");
    plant('node/src/catalogue/index.ts', 'export const x = 1;\n');
    plant('node/src/kernel/errors.ts', 'export const z = 1;\n');
    expect(lint()).not.toMatch(/wrong|right/);
  });
});
