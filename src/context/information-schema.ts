import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { quoteForEngine, type RelationState } from './relation-state.js';

/** `relation.information_schema('tables')`: the catalog's own schema of the relation's database. */
export function informationSchema(state: RelationState, view: string | null): HostObject {
  const { database } = state.name;
  const replace = hostFunction('replace', ['information_schema_view?'], ([name]) =>
    informationSchema(state, typeof name === 'string' ? name : view),
  );
  return new HostObject({
    typeName: 'InformationSchema',
    attributes: { database, schema: null, identifier: null, information_schema_view: view, replace },
    print: () => print(state, view),
  });
}

function print({ form, name, quoting }: RelationState, view: string | null): string {
  const quote = (level: string): string => (form.kind === 'native' ? form.dialect.quote(level) : quoteForEngine(level));
  const catalog: Value = form.kind === 'federated' ? form.name.catalog : name.database;
  const levels = [
    ...(typeof catalog === 'string' ? [quoting.database ? quote(catalog) : catalog] : []),
    'INFORMATION_SCHEMA',
    ...(view === null ? [] : [view]),
  ];
  return levels.join('.');
}
