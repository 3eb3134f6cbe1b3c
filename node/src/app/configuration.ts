import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { PassportSettings } from '../access/passports/index.ts';
import { SignInSetting } from '../identity/index.ts';
import { LanguageMap } from '../kernel/language-map.ts';
import { AllowedHost } from '../kernel/web/allowed-hosts.ts';
import { PrefixSetting } from '../vocabulary/index.ts';

/** At most so many requests in so many seconds; `false` for no limit. */
const RateLimit = z.union([z.strictObject({ requests: z.number().int().min(1).max(1_000_000), seconds: z.number().int().min(1).max(3_600) }), z.literal(false)]);

/** `biotope.yaml`: all of it optional. */
const File = z.strictObject({
  node: z
    .strictObject({
      name: LanguageMap.default({ en: 'Biotope', zh: '生境' }),
      description: LanguageMap.default({
        en: 'A catalogue of the data, tools, workflows, compute, training, knowledge and standards of biomedical research.',
        zh: '生物医药研发的数据、工具、工作流、算力、培训、知识与标准资源目录。',
      }),
      organisation: z.strictObject({ name: LanguageMap, url: z.url().optional() }).optional(),
      contact: z.string().max(200).optional(),
    })
    .prefault({}),
  harvest: z
    .strictObject({
      /** Harvest every source that has an address by itself: at the first start, then by its schedule. */
      automatic: z.boolean().default(true),
      /** Refuse to withdraw more than this part of a collection at once. */
      largestDeletion: z.number().min(0).max(1).default(0.5),
      /** Hosts that every harvest may reach although they lie in a private network, or because documents lead to them. */
      allowHosts: z.array(AllowedHost).default([]),
      /** Seconds between two requests to one host while a source is asked page by page. */
      crawlDelay: z.number().min(0).max(3_600).default(0.5),
    })
    .prefault({}),
  /** Sources in the order in which they are believed where several describe one resource; those not named come after, the starter catalogue last; other nodes (`node:…`) after all of these. */
  ranking: z.array(z.string()).default([]),
  /** Prefixes of identifiers beside those the node knows (`GET /api/v1/prefixes`). */
  prefixes: z.array(PrefixSetting).default([]),
  /** What each disease or place is a narrower case of, beside what the vocabularies say: a file `{id: [broader ids]}`, as YAML or JSON. */
  dataUse: z.strictObject({ hierarchy: z.string().max(4_096).optional() }).prefault({}),
  links: z
    .strictObject({
      /** Ask from time to time whether the addresses that resources name still answer. Never under `harvest.automatic: false`. */
      check: z.boolean().default(true),
      /** Cron expression (UTC). */
      schedule: z.string().max(100).default('17 2 * * *'),
      /** At most so many addresses a run. */
      perRun: z.number().int().min(1).max(100_000).default(2_000),
      /** Seconds between two questions to one host. */
      gap: z.number().min(0).max(3_600).default(5),
    })
    .prefault({}),
  /** Where people sign in: accounts of this node, other institutions' OpenID Connect providers, or both. */
  signIn: SignInSetting,
  rateLimits: z
    .strictObject({
      /** By caller, or by address where nobody is known. */
      api: RateLimit.default({ requests: 30_000, seconds: 60 }),
      /** By address, where keys and passwords may be tried and where sign-ins begin. */
      signIn: RateLimit.default({ requests: 30, seconds: 60 }),
    })
    .prefault({}),
  access: z
    .strictObject({
      /** `required`: others discover and use a dataset only while it is certified, whatever its own terms say. */
      certification: z.enum(['none', 'required']).default('none'),
    })
    .prefault({}),
  /** Issuers whose GA4GH passports and visas count here. */
  passports: PassportSettings.prefault({}),
  federation: z
    .strictObject({
      /** Hosts of other nodes that may be reached although they lie in a private network. */
      allowHosts: z.array(AllowedHost).default([]),
      /** Follow the feeds of this node's members by itself. */
      automatic: z.boolean().default(true),
      /** Seconds after which a question to the members is answered with what has come. */
      deadline: z.number().min(0.1).max(30).default(2),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      /** Years for which entries are kept before they may be sealed; all for ever where left out. */
      keep: z.number().int().min(1).max(1_000).optional(),
    })
    .prefault({}),
  /**
   * By source identifier: another address or schedule, or a source of the operator's own in one of the standards. What
   * they hold is checked when the node is opened: the exchange alone knows the standards' settings.
   */
  sources: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export interface Configuration extends z.infer<typeof File> {
  port: number;
  /** Address the server listens on. */
  host: string;
  dataFolder: string;
  /** A PostgreSQL server; without it the node runs its own. */
  databaseUrl: string | undefined;
  /** Public address, without trailing slash. */
  url: string;
}

/** A setting that can't be used: says which key, where, and why. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const Port = z.coerce.number().int().min(1, 'must be 1 to 65535').max(65_535, 'must be 1 to 65535');

/**
 * Reads the environment and `biotope.yaml` (in the working folder, or where BIOTOPE_CONFIG points) and checks them
 * whole: every key that does not fit is named in one message.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv = process.env, workingFolder = process.cwd()): Configuration {
  const problems: string[] = [];
  const setting = <T>(key: string, schema: z.ZodType<T>, fallback: T): T => {
    const given = environment[key];
    if (given === undefined || given === '') return fallback;
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    problems.push(`${key} (environment): "${given}" ${parsed.error.issues[0]?.message}`);
    return fallback;
  };
  const port = setting('BIOTOPE_PORT', Port, 7420);
  const host = setting('BIOTOPE_HOST', z.string(), '127.0.0.1');
  const dataFolder = resolve(workingFolder, setting('BIOTOPE_DATA', z.string(), '.biotope'));
  const address = z.string().refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'must be a PostgreSQL address: postgresql://user:password@host:5432/name');
  const databaseUrl = setting<string | undefined>('DATABASE_URL', address, undefined);
  const web = z.string().refine((text) => /^https?:\/\/[^/]/.test(text) && URL.canParse(text), 'must be a web address such as https://catalogue.example.org');
  const url = setting('BIOTOPE_URL', web, `http://localhost:${port}`).replace(/\/+$/, '');

  const path = resolve(workingFolder, environment['BIOTOPE_CONFIG'] || 'biotope.yaml');
  let file: z.infer<typeof File> = File.parse({});
  if (existsSync(path)) {
    try {
      const parsed = File.safeParse(load(readFileSync(path, 'utf8')) ?? {});
      if (parsed.success) file = parsed.data;
      else problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.') || '(top)'} (${path}): ${issue.message}`));
    } catch (error) {
      problems.push(`${path} is no YAML: ${(error as Error).message}`);
    }
  } else if (environment['BIOTOPE_CONFIG']) {
    problems.push(`BIOTOPE_CONFIG (environment): there is no file ${path}`);
  }
  if (problems.length > 0) throw new ConfigurationError(`The configuration does not hold:\n  ${problems.join('\n  ')}`);
  return { ...file, port, host, dataFolder, databaseUrl, url };
}
