import { type Environment, envVar, type Render } from '../config/index.js';
import { dbtTemplater, Vars } from '../context/index.js';
import { type Diagnostic, DvtError } from '../core/errors.js';
import { HostObject, hostFunction, toPlain, type Value } from '../jinja/index.js';

interface Names {
  readonly env: Environment;
  /** `--vars` */
  readonly vars: Readonly<Record<string, unknown>>;
  /** whether secret variables may be read */
  readonly secrets: boolean;
  /** what `target` is, asked for when a template names it; null = there is none yet */
  readonly target: (() => Promise<Readonly<Record<string, unknown>>>) | null;
}

/** Renders the values of configuration files: `env_var`, `var` and, where it is known, `target`. */
export function configRenderer({ env, vars, secrets, target }: Names): Render {
  const templater = dbtTemplater();
  const environment = envVar(env, { secrets });
  const variables = new Vars({}, vars, '');
  const context = new Map<string, Value>([
    [
      'env_var',
      hostFunction('env_var', ['name', 'default?'], ([name, fallback]) => environment(String(name), fallback)),
    ],
    [
      'var',
      hostFunction('var', ['name', 'default?'], ([name, fallback]) => variable(variables, String(name), fallback)),
    ],
  ]);
  if (target) context.set('target', new HostObject({ typeName: 'target', getAttribute: attribute(target) }));

  return async (text, location) => {
    try {
      const value = toPlain(await templater.renderNative(templater.parse(text, { name: location.path }), context));
      return value === undefined ? '' : value;
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      // Positions in the value are not positions in the file: the caller places the mistake at the value.
      throw new DvtError(error.diagnostics.map(withoutPlace), { cause: error });
    }
  };
}

function attribute(target: () => Promise<Readonly<Record<string, unknown>>>): (name: string) => Promise<Value> {
  return async (name) => (await target())[name] as Value;
}

function variable(vars: Vars, name: string, fallback: Value): Value {
  if (vars.has(name)) return vars.get(name) as Value;
  if (fallback !== undefined) return fallback;
  const hint = `Give it by --vars '${name}: ...', or a default: var('${name}', 'value').`;
  throw new DvtError({ code: 'DVT1023', message: `The variable '${name}' is not given by --vars.`, hint });
}

function withoutPlace({ location: _, frame: _frame, related: _related, ...rest }: Diagnostic): Diagnostic {
  return rest;
}
