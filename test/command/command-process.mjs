// Runs commands of dvt one after the other: a message {args, cwd, env} is answered with {code, stdout, stderr, ends}. Each
// gets what a process of its own would: arguments, variables, working folder, outputs, an exit code. Where a command leaves
// anything open that its process would have taken with it, this process ends too, as that one would have (`ends`).
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { main } from '../../dist/bundle/main.js';

/** Milliseconds for what is being closed when a command ends. */
const CLOSING_MS = 500;
/** Bytes of memory from which another process takes over. */
const LARGE = 1 << 30;
const LISTENED = ['exit', 'uncaughtException', 'SIGINT', 'SIGTERM', 'SIGHUP'];

const end = process.exit;
const workers = new Set();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});
process.on('disconnect', () => end(0));
process.on('message', async (command) => {
  const before = process.getActiveResourcesInfo();
  const { code, stdout, stderr, returned } = await run(command);
  const ends = !returned || !(await isClosed(before)) || process.memoryUsage.rss() > LARGE;
  process.send({ code, stdout, stderr, ends }, () => ends && end(code));
});

async function run({ args, cwd, env }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv.splice(2, Infinity, ...args);
  const own = LISTENED.map((event) => process.listeners(event));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    const write = (text, _, done) => {
      texts[name] += text;
      done();
    };
    Object.defineProperty(process, name, { value: new Writable({ decodeStrings: false, write }), configurable: true });
  }
  let returned = false;
  const code = await new Promise((resolve) => {
    process.exit = (given) => {
      for (const listener of process.listeners('exit')) if (!own[0].includes(listener)) listener(given);
      // After an exit, nothing more is done.
      setImmediate(() => resolve(given));
    };
    main().then(() => {
      returned = true;
    });
  });
  for (const [index, event] of LISTENED.entries()) {
    for (const listener of process.listeners(event)) if (!own[index].includes(listener)) process.off(event, listener);
  }
  return { code, returned, ...texts };
}

async function isClosed(before) {
  const deadline = Date.now() + CLOSING_MS;
  while (workers.size > 0 || !isWithin(process.getActiveResourcesInfo(), before)) {
    if (Date.now() > deadline) return false;
    await sleep(2);
  }
  return true;
}

/** Whether each kind of resource is there at most as often as before. */
function isWithin(now, before) {
  const left = [...before];
  return now.every((kind) => {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
