// The launcher behind `npm start`, `npm test` and the other commands. Plain JavaScript that runs on Node 18 or newer:
// it finds Node 24, installs the packages, builds the portal (each only when needed), then runs the command under
// Node 24. What it prepares it reports on stderr; stdout belongs to the command.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryFlags } from './node/bin/memory.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (...path) => join(root, ...path);
const [command, ...args] = process.argv.slice(2);
const callersPath = process.env.PATH;

// The command keeps the caller's folder; `node` is Node 24 once it stands first on PATH.
const biotope = (...words) => ({ run: ['node', ...memoryFlags, at('node/bin/biotope.mjs'), ...words], cwd: process.cwd(), env: { BIOTOPE_PARENT_PID: String(process.pid) } });
const tool = (name, ...words) => ({ name, run: [at('node_modules/.bin', name.split(' ')[0]), ...words] });
const staticChecks = [tool('tsc (node)', '-p', 'node', '--noEmit'), tool('tsc (portal)', '-p', 'portal', '--noEmit'), tool('oxlint')];

const commands = {
  start: { portal: true, steps: () => [biotope('start', ...args)] },
  biotope: { steps: () => [biotope(...args)] },
  test: { portal: true, steps: () => [...staticChecks, tool('vitest', 'run', ...args)] },
  check: { steps: () => [...staticChecks, tool('oxfmt', '--check'), tool('knip')] },
  bench: { portal: true, steps: () => [{ run: ['node', at('bench/run.ts'), ...args] }] },
  conformance: { portal: true, steps: () => [{ run: ['node', at('conformance/run.ts'), ...args] }] },
  'demo:cluster': { portal: true, steps: () => [{ run: ['node', at('demo/cluster.ts'), ...args], cwd: process.cwd() }] },
};

/** A failure that a person can do something about; its message is all they see. */
class Failure extends Error {}

let child;
let stoppedBy;

/** Runs a program to its end. Its output goes where `stdio` says; with `pipe`, `output` holds what it wrote there. */
function run([program, ...words], { cwd = root, env = {}, stdio = 'inherit' } = {}) {
  return new Promise((resolve) => {
    let output = '';
    child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal], signal, output }));
  });
}

const say = (line) => process.stderr.write(`${line}\n`);

/** Does a piece of preparation, saying what and how long it took; all it printed only when it fails. */
async function prepare(what, work, advice = () => 'What it said is above.') {
  say(`${what}…`);
  const begin = Date.now();
  const { code, output } = await work();
  if (code !== 0) throw new Failure(`${output}\n${what} failed. ${advice(output)}`);
  say(`${what}: done in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

/** Runs a part of the preparation, keeping what it prints; a signal meanwhile ends it and us. */
async function runQuietly(program, options) {
  const result = await run(program, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  if (stoppedBy) process.exit(128 + constants.signals[stoppedBy]);
  return result;
}

/** Runs npm, the one that started us if one did. It may be run by another Node than it came with: its settings stay. */
async function npm(...words) {
  const npmPath = process.env.npm_execpath ?? '';
  process.env.npm_config_globalconfig ??= (await runQuietly(['npm', 'config', 'get', 'globalconfig'], { env: { PATH: callersPath } })).output.trim();
  return runQuietly([...(/npm-cli\.c?js$/.test(npmPath) ? ['node', npmPath] : ['npm']), ...words]);
}

const networkAdvice = (output) =>
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i.test(output)
    ? 'The npm registry could not be reached. Connect this machine to the network, or set a proxy or mirror (`npm config set proxy …`, `npm config set registry …`), and start again.'
    : 'What npm said is above.';

const nodeNote = at('node_modules/.cache/biotope-node');
const isNode24 = async (path) => (await runQuietly([path, '--version'])).output.startsWith('v24.');

/** Where Node 24 is: this very one, the one found last time, or the one npm brings. */
async function findNode() {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const noted = existsSync(nodeNote) && readFileSync(nodeNote, 'utf8');
  return noted && (await isNode24(noted)) ? noted : fetchNode();
}

/** Spares the next start the question to npm. After `npm ci`, which empties node_modules. */
function noteNode(path) {
  if (existsSync(nodeNote) && readFileSync(nodeNote, 'utf8') === path) return;
  try {
    mkdirSync(dirname(nodeNote), { recursive: true });
    writeFileSync(nodeNote, path);
  } catch {
    // node_modules of another user: asked again next time
  }
}

async function fetchNode() {
  say(`Biotope needs Node 24; this is ${process.version}. Asking npm for it…`);
  let said = '';
  // `node` fetches the binary in an install script. Where scripts are refused, the platform's own package needs none.
  const platform = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
  for (const name of ['node@24', `${platform}@24`]) {
    const { output } = await npm('exec', '--yes', '--loglevel=error', `--package=${name}`, '--', 'node', '-p', 'process.execPath');
    const path = output.split('\n').find((line) => isAbsolute(line) && existsSync(line));
    if (path && (await isNode24(path))) return path;
    said = output;
  }
  throw new Failure(`${said}\nNode 24 could not be had from npm. ${networkAdvice(said)} Or install Node 24 yourself (https://nodejs.org).`);
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** Whether what npm says it installed is what the lock asks for. (Optional packages of other platforms are not there.) */
function isInstalled() {
  const present = readJson(at('node_modules/.package-lock.json'))?.packages;
  if (!present) return false;
  return Object.entries(readJson(at('package-lock.json')).packages).every(
    ([path, { version, optional }]) => !path.includes('node_modules/') || (present[path] ? present[path].version === version : optional),
  );
}

async function install() {
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await npm('ci', ...options);
  // A registry without some platforms' packages makes a lock that `npm ci` refuses. `npm install` follows it too.
  return /code EUSAGE/.test(result.output) ? npm('install', '--no-save', ...options) : result;
}

const portalStamp = at('portal/build/.sources');
const portalIsBuilt = (sources) => existsSync(portalStamp) && readFileSync(portalStamp, 'utf8') === sources;

/** One number for everything the portal is built from. */
function portalSources() {
  const hash = createHash('sha256').update(readFileSync(at('package-lock.json')));
  const add = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (['build', '.react-router', 'node_modules'].includes(entry.name)) continue;
      if (entry.isDirectory()) add(path);
      else hash.update(path.slice(root.length)).update(readFileSync(path));
    }
  };
  add(at('portal'));
  return hash.digest('hex');
}

async function buildPortal(sources) {
  const result = await runQuietly([at('node_modules/.bin/react-router'), 'build'], { cwd: at('portal') });
  if (result.code === 0) writeFileSync(portalStamp, sources);
  return result;
}

const lock = at('.tmp/launcher.pid');

/** Does the work unless it is done. Of several launchers one works; the others wait and then find it done. */
async function once(isDone, work) {
  if (isDone()) return;
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; !claimLock(); told = true) {
    if (!told) say('Waiting for another launcher that is preparing the same folder…');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (!isDone()) await work();
  releaseLock();
}

const lockHolder = () => (existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : undefined);

/** Linked into place, so that the file never stands there without its number. A dead launcher's is removed. */
function claimLock() {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, lock);
    process.once('exit', releaseLock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = lockHolder();
    if (holder !== undefined && isGone(holder)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function releaseLock() {
  if (lockHolder() === process.pid) rmSync(lock, { force: true });
}

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Passes signals on to what is running, and stops it when the npm that started us was killed. */
function watch() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      stoppedBy = signal;
      // A terminal sends Ctrl-C to the whole group: the command has it already, and a second one would mean "at once".
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child?.kill(signal);
    });
  }
  const npmPid = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => {
      if (process.ppid !== npmPid && !stoppedBy) process.kill(process.pid, 'SIGTERM');
    }, 500).unref();
  }
}

async function main() {
  const chosen = commands[command];
  if (!chosen) throw new Failure(`Usage: node run.mjs ${Object.keys(commands).join('|')} [arguments]`);
  watch();
  const node = await findNode();
  process.env.PATH = [dirname(node), process.env.PATH].join(delimiter);
  await once(isInstalled, () => prepare('Installing packages', install, networkAdvice));
  noteNode(node);
  if (chosen.portal && existsSync(at('portal/react-router.config.ts'))) {
    const sources = portalSources();
    const build = () => prepare('Building the portal', () => buildPortal(sources));
    await once(() => portalIsBuilt(sources), build);
  }
  for (const { name, run: program, cwd, env } of chosen.steps()) {
    const { code, signal, output } = await run(program, { cwd, env });
    if (signal) endBy(signal);
    if (output) say(output); // it could not be started
    if (code !== 0 && name) say(`${name} failed.`);
    if (code !== 0 || stoppedBy) process.exit(code);
  }
}

/** Ends as the command did, so that whoever started us sees the same signal. */
function endBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

main().catch((error) => {
  say(error instanceof Failure ? error.message.trim() : error.stack);
  process.exit(1);
});
