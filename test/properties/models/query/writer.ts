import type { TestTable } from '../../predicates/column.js';
import { fullName } from '../../predicates/query.js';
import { type ConditionPool, MIXED, type PooledCondition } from '../condition-pool.js';
import type { Dice } from '../dice.js';
import { type Column, column, type Item, isGroupable, isMet, KEY } from './item.js';

/** What models are made from. */
export interface Material {
  readonly tables: readonly TestTable[];
  /** by connection */
  readonly pools: ReadonlyMap<string, ConditionPool>;
  /** forms that each connection's dialect may send: drawn more often than others */
  readonly forms: ReadonlyMap<string, readonly string[]>;
}

/** What a model is mostly about. */
export interface Focus {
  readonly connection: string;
  readonly form: string;
}

/** A common table expression of the model at hand. */
export interface CommonTable {
  readonly name: string;
  readonly sql: string;
  readonly item: Item;
}

/** The model at hand: what it is drawn from, its common tables, and names that are not taken yet. */
export class QueryWriter {
  readonly dice: Dice;
  readonly commonTables: CommonTable[] = [];
  /** draws mostly what sources compute exactly: only then are whole parts of the query theirs */
  readonly isExact: boolean;
  readonly #material: Material;
  readonly #focus: Focus | null;
  /** mostly the tables of one or two connections: what is on one connection can become a block */
  readonly #tables: readonly TestTable[];
  readonly #taken = new Set<TestTable>();
  #aliases = 0;

  constructor(dice: Dice, material: Material, focus: Focus | null) {
    this.dice = dice;
    this.isExact = dice.chance(0.4);
    this.#material = material;
    this.#focus = focus;
    const connections = [...new Set(material.tables.map(({ connection }) => connection))];
    const count = dice.weighed([
      [4, 1],
      [5, 2],
      [1, 3],
    ]);
    const drawn = dice.some(connections, count);
    const chosen = focus === null || drawn.includes(focus.connection) ? drawn : [focus.connection, ...drawn.slice(1)];
    this.#tables = material.tables.filter(({ connection }) => chosen.includes(connection));
  }

  alias(): string {
    return `a${++this.#aliases}`;
  }

  /** A table as it is. */
  base(): Item {
    const { dice } = this;
    // A part of the query is a source's only where nothing else reads its tables.
    const free = this.#tables.filter((one) => !this.#taken.has(one));
    const choices = free.length > 0 && dice.chance(0.8) ? free : this.#tables;
    const focused = choices.filter(({ connection }) => connection === this.#focus?.connection);
    const table = dice.pick(focused.length > 0 && dice.chance(0.6) ? focused : choices);
    this.#taken.add(table);
    const alias = this.alias();
    return { sql: `${fullName(table)} ${alias}`, alias, columns: [KEY, ...table.columns], table };
  }

  /** A query behind FROM. */
  derived(sql: string, columns: readonly Column[], table: TestTable | null): Item {
    const alias = this.alias();
    return { sql: `(${sql}) ${alias}`, alias, columns, table };
  }

  /** A condition of the pool over what an item shows; `true` where it shows too little. */
  condition({ alias, table, columns }: Item): string {
    const { dice } = this;
    if (table === null) return this.#ofComputed(alias, columns);
    const pool = this.#material.pools.get(table.connection)!;
    const names = new Set(columns.map(({ name }) => name));
    const wanted = this.#form(table.connection);
    const all = (pool.get(wanted) ?? pool.get(MIXED)!).filter((one) =>
      [...one.columns].every((name) => names.has(name)),
    );
    const isFinding = (one: PooledCondition) => one.rows > 2;
    const isPushed = (one: PooledCondition) => (this.isExact ? one.class === 'exact' : one.class !== 'local');
    const choices = dice.weighed([
      [8, all.filter((one) => isFinding(one) && isPushed(one))],
      [this.isExact ? 0 : 2, all.filter(isFinding)],
      [1, all.filter(isPushed)],
    ]);
    const kept = choices.filter(({ isKept }) => isKept);
    const drawn = kept.length > 0 && dice.chance(0.7) ? kept : choices.length > 0 ? choices : all;
    return drawn.length === 0 ? 'true' : dice.pick(drawn).sql.replaceAll('§', alias);
  }

  /** One condition over an item, sometimes in the company of others. */
  where(item: Item): string {
    return this.dice.weighed<() => string>([
      [10, () => this.condition(item)],
      [2, () => `(${this.condition(item)} or ${this.condition(item)})`],
      [2, () => `(${this.condition(item)} and ${this.condition(item)})`],
      [1, () => `not (${this.condition(item)})`],
      [1, () => `(${this.condition(item)}) is not true`],
    ])();
  }

  /** FILTER of an aggregate, now and then. */
  filter(item: Item): string {
    return this.dice.chance(0.1) ? ` filter (where ${this.condition(item)})` : '';
  }

  /** Columns to group by: those of a few values more often, never two of one name. */
  keys({ columns }: Item, most: number): Column[] {
    const { dice } = this;
    const met = columns.filter(isMet);
    const choices = dice.chance(this.isExact ? 0.7 : 0.4) && met.length > 0 ? met : columns.filter(isGroupable);
    return dice.some(choices.length > 0 ? choices : columns, 1 + dice.below(most));
  }

  #form(connection: string): string {
    const { dice } = this;
    if (this.#focus?.connection === connection && dice.chance(0.8)) return this.#focus.form;
    return dice.weighed([
      [7, dice.pick(this.#material.forms.get(connection)!)],
      [3, MIXED],
      [1, dice.pick([...this.#material.pools.get(connection)!.keys()])],
    ]);
  }

  /** A condition over columns of which the pool knows nothing. */
  #ofComputed(alias: string, columns: readonly Column[]): string {
    const one = this.dice.pick(columns);
    const name = column(alias, one);
    if (one.family !== 'integer') return `${name} is not null`;
    const conditions = ['> 1', '<= 7', 'in (0, 1, 2, 7)', 'is not null', '= 1'];
    return `${name} ${this.dice.pick(conditions)}`;
  }
}
