import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { folderWith } from '../config/files.js';

const BIN = fileURLToPath(new URL('../../bin/dvt.cjs', import.meta.url));

/** A server that accepts connections and never says a word. */
async function silentServer(): Promise<{ port: number; connected: Promise<void> }> {
  let connect = () => {};
  const connected = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const server = createServer(() => connect());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, connected };
}

test('Ctrl-C ends a command that waits for a silent server, with 1 and a word about it', async () => {
  const { port, connected } = await silentServer();
  const cwd = await folderWith({
    'profiles.yml': `slow: {adapter: postgres, host: 127.0.0.1, port: ${port}, user: u, database: d, connect_timeout: 600}`,
  });
  const child = spawn(process.execPath, [BIN, 'profiles', 'test', 'slow'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await connected;
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(1);
  expect(stderr).toContain('Cancel');
});

test('the second Ctrl-C ends the process as if nobody had listened, whatever its threads are at', async () => {
  const module = new URL('../../dist/cli/interrupt.js', import.meta.url);
  const script = `import { abortOnInterrupt } from ${JSON.stringify(module.href)};
    abortOnInterrupt(process, () => console.log('first'));
    process.on('exit', () => console.log('waited for threads'));
    setInterval(() => {}, 1000); console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (/ready\n$|first\n$/.test(said)) child.kill('SIGINT');
  });
  const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));
  expect([ended, said]).toEqual([[null, 'SIGINT'], 'ready\nfirst\n']);
});
