// After tsc: the modules of `dist` as a few files in `dist/bundle`, which `bin/dvt.cjs` starts. To open and link some 600
// modules takes Node a quarter of a second, a third of the time of a small run.
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const DIST = fileURLToPath(new URL('./dist/', import.meta.url));
const BUNDLE = `${DIST}bundle/`;

/** Native parts, and clients that find files of their own beside their code; all are loaded when they are needed. */
const EXTERNAL = [/^node:/, /^@duckdb\//, /^@photostructure\//, /^pg(\/|$)/, /^mysql2(\/|$)/, /^pino(\/|$)/];

/** Files beside a module (workers, macros) stay where they are: its address is written as seen from the bundle. */
const ownAddress = {
  name: 'own-address',
  transform(code, id) {
    if (!id.startsWith(DIST) || !code.includes('import.meta.url')) return null;
    const address = `new URL(${JSON.stringify(relative(BUNDLE, id))}, import.meta.url).href`;
    return { code: code.replaceAll('import.meta.url', address), map: null };
  },
};

await rm(BUNDLE, { recursive: true, force: true });
const bundle = await rolldown({
  input: `${DIST}cli/main.js`,
  platform: 'node',
  external: EXTERNAL,
  plugins: [ownAddress],
});
await bundle.write({
  dir: BUNDLE,
  format: 'esm',
  // Comments and white space take time to read at every start; names stay, for stacks that people report.
  minify: { compress: false, mangle: false, codegen: true },
  chunkFileNames: '[name]-[hash].js',
});
