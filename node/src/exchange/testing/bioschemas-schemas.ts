import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const FOLDER = join(process.env['BIOTOPE_SPECS'] ?? new URL('../../../../../shared/specs', import.meta.url).pathname, 'bioschemas');

/** Whether the official profiles lie on this machine (`BIOTOPE_SPECS`, else beside the repository). */
export const hasBioschemas = existsSync(FOLDER);

/** The official JSON schema of each profile, by the address of the profile. */
export function bioschemasSchemas(): Map<string, ValidateFunction> {
  const found = new Map<string, ValidateFunction>();
  for (const file of readdirSync(FOLDER)) {
    const [, name, version] = /^([A-Za-z]+)_v(.+)\.json$/.exec(file) ?? [];
    const { '@graph': graph } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { '@graph': { $validation?: object }[] };
    const schema = graph.find((entry) => entry.$validation)?.$validation;
    if (!name || !version || !schema) continue;
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    formats.default(ajv);
    found.set(`https://bioschemas.org/profiles/${name}/${version}`, ajv.compile(schema));
  }
  return found;
}
