import type { Adapter } from '../spi/adapter.js';
import type { Prompt } from './prompt.js';

/** The target of a new project: its fields in `profiles.yml`, and the variables that it reads secrets from. */
export interface StarterTarget {
  readonly profile: Readonly<Record<string, string>>;
  readonly variables: readonly string[];
  /** files that it needs, path -> text */
  readonly files: Readonly<Record<string, string>>;
}

/** What a database needs is asked for by its own list of fields; one that is a file needs no answer. */
export async function starterTarget(adapter: Adapter, project: string, prompt: Prompt | null): Promise<StarterTarget> {
  const profile: Record<string, string> = { type: adapter.type };
  const variables: string[] = [];
  if (adapter.fields['path']) {
    if (adapter.capabilities.inPlace)
      return { profile: { ...profile, path: `${project}.${adapter.type}` }, variables, files: {} };
    return { profile: { ...profile, path: 'published' }, variables, files: { 'published/.gitkeep': '' } };
  }
  for (const [name, field] of Object.entries(adapter.fields)) {
    if (field.secret && name === 'password') {
      const variable = `${project.toUpperCase()}_PASSWORD`;
      profile[name] = `{{ env_var('${variable}') }}`;
      variables.push(variable);
    } else if (field.required) {
      const fallback = PLAUSIBLE[name] ?? '';
      profile[name] = prompt ? await prompt.ask(`${name}: ${field.description}`, fallback) : fallback;
    }
  }
  return { profile, variables, files: {} };
}

const PLAUSIBLE: Readonly<Record<string, string>> = { host: 'localhost', user: 'dvt', database: 'dvt' };
