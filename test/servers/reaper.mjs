// Stops the test servers when standard input ends: at the end of a run, and also when the run was killed. It lives in a
// process group of its own, so that Ctrl-C does not reach it. A line of input is a process to stop, {pid, signal}, one
// that ended by itself, {ended: pid} (its number may be another's now), or a directory to remove, {directory}.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const signals = new Map();
const directories = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { pid, signal, ended, directory } = JSON.parse(line);
  if (pid) signals.set(pid, signal);
  if (ended) signals.delete(ended);
  if (directory) directories.push(directory);
}
for (const [pid, signal] of signals) kill(pid, signal);
const deadline = Date.now() + 5_000;
for (const pid of signals.keys()) {
  while (kill(pid, 0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  kill(pid, 'SIGKILL');
}
// The innermost first.
for (const directory of directories.reverse()) {
  releaseSharedMemory(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

// Each process has a group of its own: an installer's children go with it.
function kill(pid, signal) {
  try {
    return process.kill(-pid, signal);
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
