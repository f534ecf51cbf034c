import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';
import { liveReport } from '#dvt/report/live-report.js';
import { createStyle } from '#dvt/report/style.js';
import type { RunEvent } from '#dvt/spi/event.js';
import { model, result } from './nodes.js';
import { Screen } from './screen.js';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 0, 31, 8, 0, 0) });
});
afterEach(() => {
  vi.useRealTimers();
});

function live(screen: Screen) {
  return liveReport(screen, { style: createStyle(false), redactor: new Redactor(), level: 'info' });
}

function started(count: number): RunEvent {
  const nodes = Array.from({ length: count }, (_, i) => model(`m${i + 1}`));
  return { type: 'run started', runId: 'r', nodes, sources: 0, threads: 4, target: 'dev' };
}

function starts(name: string, index: number): RunEvent {
  return { type: 'node started', node: model(name), index, total: 2 };
}

function ends(name: string, index: number): RunEvent {
  return { type: 'node finished', result: result(model(name)), index, total: 2 };
}

function progress(name: string, rows: number, estimatedRows: number | null): RunEvent {
  return {
    type: 'extraction progress',
    node: model(name),
    connection: 'pg',
    relation: 'pg.public.t',
    rows,
    estimatedRows,
  };
}

test('what runs stands at the bottom, what is done above it, and the end leaves only what is done', () => {
  const screen = new Screen(100, 24);
  const report = live(screen);
  report.emit(started(2));
  report.emit(starts('m1', 1));
  report.emit(starts('m2', 2));
  report.emit(progress('m2', 250_000, 1_000_000));
  vi.advanceTimersByTime(2000);
  expect(screen.cursorShown).toBe(false);
  expect(
    screen.text
      .split('\n')
      .slice(-4)
      .map((line) => line.replace(/^[⠀-⣿]/u, '*')),
  ).toEqual([
    '* m1  2s',
    '* m2  2s',
    '    pg.public.t  250,000 of about 1,000,000 rows (25 %)',
    '08:00:02  0 of 2 nodes done, 2 running, 2s',
  ]);
  report.emit(ends('m1', 1));
  expect(screen.text).toContain('OK created sql table model main.m1');
  expect(screen.text.split('\n').at(-1)).toContain('1 of 2 nodes done, 1 running');
  report.emit(ends('m2', 2));
  report.emit({ type: 'run finished', results: [result(model('m1')), result(model('m2'))], milliseconds: 2000 });
  expect(screen.cursorShown).toBe(true);
  expect(screen.text).not.toContain('running, ');
  expect(screen.text.match(/OK created/g)).toHaveLength(2);
  expect(screen.text.split('\n').at(-1)).toContain('Done. PASS=2');
});

test('a terminal that becomes narrower keeps what is done and no remains of the view', () => {
  const screen = new Screen(100, 24);
  const report = live(screen);
  report.emit(started(1));
  report.emit(starts('a_model_with_quite_a_long_name', 1));
  report.emit(progress('a_model_with_quite_a_long_name', 123_456, 987_654));
  vi.advanceTimersByTime(1000);
  screen.resize(20);
  vi.advanceTimersByTime(1000);
  report.close();
  expect(screen.text).not.toContain('a_model_with');
  expect(screen.text).not.toContain('nodes done');
  expect(screen.text.replaceAll('\n', '')).toContain("Concurrency: 4 threads (target='dev')");
  expect(screen.cursorShown).toBe(true);
});

test('no line is wider than the terminal, also with wide characters', () => {
  const screen = new Screen(30, 24);
  const report = live(screen);
  report.emit(started(1));
  report.emit(starts('顧客注文集計テーブル顧客注文集計テーブル', 1));
  vi.advanceTimersByTime(1000);
  const [first] = screen.text.split('\n').slice(-2);
  expect(first).toMatch(/…$/);
  expect([...first!].reduce((sum, character) => sum + (character > '⺀' ? 2 : 1), 0)).toBeLessThanOrEqual(30);
  report.close();
});

test('many running nodes do not fill more than the terminal', () => {
  const screen = new Screen(80, 10);
  const report = live(screen);
  report.emit(started(50));
  const before = screen.text.split('\n').length;
  for (let i = 1; i <= 50; i++) report.emit(starts(`m${i}`, i));
  vi.advanceTimersByTime(1000);
  expect(screen.text.split('\n').length - before).toBeLessThanOrEqual(7);
  expect(screen.text.split('\n').at(-1)).toContain('50 running');
  report.close();
});

test('an estimate that was passed is not shown', () => {
  const screen = new Screen(80, 10);
  const report = live(screen);
  report.emit(started(1));
  report.emit(starts('m', 1));
  report.emit(progress('m', 2000, 1000));
  vi.advanceTimersByTime(200);
  expect(screen.text).toContain('pg.public.t  2,000 rows\n');
  report.close();
});
