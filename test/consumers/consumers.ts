import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** An answer of Ajv: whether the value is as its schema says, and where not. */
interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

/** The readers of dbt's artifacts that are not dbt. */
export interface Consumers {
  /** dbt's published schema of manifest.json v12, as Lightdash carries it; mistakes with their places */
  manifestMistakes(manifest: unknown): readonly string[];
  /** Lightdash's own view of one model; null = it accepts it */
  modelMistake(model: unknown): string | null;
}

/** Installs the readers from their own lock file on first use: they are larger than dvt. */
export async function consumers(): Promise<Consumers> {
  if (!existsSync(`${FOLDER}node_modules/@lightdash/common`)) {
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER });
  }
  const require = createRequire(`${FOLDER}package.json`);
  const lightdash = require('@lightdash/common') as {
    readonly ManifestValidator: new (
      version: string,
    ) => { isModelValid(model: unknown): readonly [boolean, string | undefined] };
  };
  // Its schemas are not among the exports of the package.
  const inside = createRequire(require.resolve('@lightdash/common'));
  const { default: Ajv } = inside('ajv/dist/2020') as {
    default: new (options: object) => { compile(schema: object): Validator };
  };
  const schemaPath = `${FOLDER}node_modules/@lightdash/common/dist/cjs/dbt/schemas/manifestV12.json`;
  const schema = inside(existsSync(schemaPath) ? schemaPath : schemaPath.replace('/cjs/', '/types/'));
  const validate = new Ajv({ strict: false, allErrors: false, validateFormats: false }).compile(schema);
  const validator = new lightdash.ManifestValidator('v12');
  return {
    manifestMistakes: (manifest) =>
      validate(manifest) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`),
    modelMistake: (model) => {
      const [valid, mistake] = validator.isModelValid(model);
      return valid ? null : (mistake ?? 'refused');
    },
  };
}
