import { describe, expect, it } from 'vitest';
import { parseStagingName, stagingName } from '#dvt/core/staging-name.js';

describe('stagingName', () => {
  it('appends the run id', () => {
    expect(stagingName('orders', '20261121a', 63)).toBe('orders__dvt_20261121a');
  });

  it('keeps within the limit in bytes, and the run id whole', () => {
    for (const identifier of ['x'.repeat(63), 'é'.repeat(31), '😀'.repeat(15), 'a😀'.repeat(12)]) {
      const name = stagingName(identifier, 'run1', 63);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(parseStagingName(name)).toEqual({ runId: 'run1' });
      expect(name).not.toContain('\ufffd');
    }
  });

  it('keeps long names with a common start apart', () => {
    const common = 'a_model_with_quite_a_long_name_that_goes_on_and_on_and_on_and_';
    expect(stagingName(`${common}1`, 'run1', 63)).not.toBe(stagingName(`${common}2`, 'run1', 63));
  });

  it('refuses what it could not parse again', () => {
    expect(() => stagingName('orders', 'a b', null)).toThrow(RangeError);
  });
});

describe('parseStagingName', () => {
  it('leaves other names alone', () => {
    for (const name of ['orders', 'orders__dvt_', '__dvt_1', 'orders__dvt_1 2'])
      expect(parseStagingName(name)).toBeNull();
  });

  it('takes the last run id of a name that holds two', () => {
    expect(parseStagingName('a__dvt_1__dvt_2')).toEqual({ runId: '2' });
  });
});
