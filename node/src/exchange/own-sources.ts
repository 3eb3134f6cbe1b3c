import { awsOpenData } from './aws-open-data/index.ts';
import { edam } from './edam/index.ts';
import { galaxyCodex } from './galaxy-codex/index.ts';
import { oboFoundry } from './obo-foundry/index.ts';
import { rdmkit } from './rdmkit/index.ts';
import type { Source } from './source.ts';
import { own, starter } from './starter/index.ts';

/** The sources this node brings, in the order in which they are shown; vocabularies first, for others use them. */
export const OWN_SOURCES: readonly Source[] = [edam, starter, galaxyCodex, awsOpenData, oboFoundry, rdmkit, own];

/** The registries among them: every node knows their records by the same names. What an institution describes in files of its own is another's nowhere. */
export const REGISTRIES: ReadonlySet<string> = new Set(OWN_SOURCES.filter((source) => source !== own).map(({ id }) => id));
