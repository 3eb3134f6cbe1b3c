import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { biotope, removeFolder, startNode, temporaryFolder } from '../tests/support/running-node.ts';
import type { Subject } from './standard.ts';

const DATA = new URL('../../shared/data/', import.meta.url).pathname;
const SOURCES = ['edam', 'galaxy-codex', 'obo-foundry', 'rdmkit', 'aws-open-data'];
const ENVIRONMENT = { BIOTOPE_CONFIG: new URL('node.yaml', import.meta.url).pathname };

export interface RunningCatalogue extends Subject {
  /** What the catalogue holds, as the report says it. */
  holds: string;
  stop(): Promise<void>;
}

/** A node in a folder of its own with everything of `../shared/data` harvested, else with the starter catalogue alone. */
export async function runningCatalogue(say: (line: string) => void): Promise<RunningCatalogue> {
  const folder = await temporaryFolder();
  const node = await startNode(join(folder, 'data'), ENVIRONMENT);
  const stop = async () => {
    await node.stop();
    await removeFolder(folder);
  };
  try {
    const present = SOURCES.filter((source) => existsSync(join(DATA, source)));
    for (const source of present) {
      say(`harvest ${source}`);
      const { code, json, stderr } = await biotope(join(folder, 'data'), ['harvest', source, join(DATA, source), '--json'], ENVIRONMENT);
      if (code !== 0) throw new Error(`${source} could not be harvested: ${json?.reason ?? stderr}`);
    }
    const { resources } = (await (await fetch(`${node.url}/api/v1/node`)).json()) as { resources: number };
    const what =
      present.length > 0 ? `harvested from ../shared/data (${present.join(', ')}) beside the starter catalogue` : 'of the starter catalogue alone (../shared/data is not present)';
    return { url: node.url, folder, say, operator: () => node.operator(), holds: `${resources} resources ${what}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
