import { awsOpenData } from './aws-open-data/index.ts';
import { edam } from './edam/index.ts';
import { galaxyCodex } from './galaxy-codex/index.ts';
import { oboFoundry } from './obo-foundry/index.ts';
import { rdmkit } from './rdmkit/index.ts';
import type { Source } from './source.ts';
import { own, starter } from './starter/index.ts';

/** Every source this node can harvest, in the order in which they are shown; vocabularies first, for others use them. */
export const SOURCES: readonly Source[] = [edam, starter, galaxyCodex, awsOpenData, oboFoundry, rdmkit, own];

export const sourceNamed = (id: string): Source | undefined => SOURCES.find((source) => source.id === id);
