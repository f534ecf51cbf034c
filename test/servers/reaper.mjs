// Stops the test servers when standard input ends: at the end of a run, and also when the run was killed. It lives in a
// process group of its own, so that Ctrl-C does not reach it. Each line of input is one server: {pid, signal, directory}.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const servers = [];
for await (const line of createInterface({ input: process.stdin })) servers.push(JSON.parse(line));
for (const { pid, signal } of servers) kill(pid, signal);
for (const { pid, directory } of servers) {
  const deadline = Date.now() + 5_000;
  while (kill(pid, 0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  kill(pid, 'SIGKILL');
  releaseSharedMemory(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

function kill(pid, signal) {
  try {
    return pid > 0 && process.kill(pid, signal);
  } catch {
    return false;
  }
}

// A PostgreSQL that a test killed leaves a segment; its pid file names it (seventh line: key and id).
function releaseSharedMemory(directory) {
  const pidFile = `${directory}/data/postmaster.pid`;
  if (!existsSync(pidFile)) return;
  const id = readFileSync(pidFile, 'utf8').split('\n')[6]?.trim().split(/\s+/)[1];
  try {
    if (id) execFileSync('ipcrm', ['-m', id], { stdio: 'ignore' });
  } catch {
    // gone already
  }
}
