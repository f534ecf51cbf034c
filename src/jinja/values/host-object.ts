import type { MaybePromise } from '../maybe-promise.js';
import type { DictView } from './dict.js';
import type { NativeFunction } from './native-function.js';
import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** What a template may do with an object of the host. What is not declared here can not be reached. */
export interface HostTraits {
  /** What error messages and printing call its type. */
  readonly typeName: string;
  /** Attributes by name: `object.name`. Only own properties count. */
  readonly attributes?: Readonly<Record<string, Value>>;
  /** Attributes that are computed, asked after `attributes`; undefined where there is none. */
  readonly getAttribute?: (name: string) => MaybePromise<Value> | undefined;
  /** Names for "Did you mean", beside those of `attributes`. */
  readonly attributeNames?: () => Iterable<string>;
  /** `object[key]`; undefined where there is none. */
  readonly getItem?: (key: Value) => MaybePromise<Value> | undefined;
  /** `object(…)` */
  readonly call?: NativeFunction;
  /** Makes it a dict in every respect. */
  readonly dict?: () => DictView;
  /** `object is mapping`, though it has no items */
  readonly mapping?: boolean;
  /** `{{ object }}` */
  readonly print?: () => string;
  /** How it stands inside a printed list; without it as `print` says. */
  readonly repr?: () => string;
  /** `for item in object` and every filter over items. */
  readonly iterate?: () => Iterable<Value>;
  readonly length?: () => number;
  readonly isTrue?: () => boolean;
  /** `object == other`; undefined where the other decides */
  readonly equals?: (other: Value) => boolean | undefined;
  /** What stands for it in a dict or set: the same for all values that are equal to it. Without it, itself. */
  readonly hash?: () => unknown;
  /** Negative, zero or positive, as a comparison for sorting; undefined where the two can not be compared. */
  readonly compare?: (other: Value) => number | undefined;
  /** `value in object` */
  readonly contains?: (value: Value) => boolean;
  /** `object + other` and so on (`reflected`: `other + object`); undefined where it is not defined. */
  readonly operate?: (operator: string, other: Value, reflected: boolean) => Value | undefined;
}

/** An object of the host as templates see it: exactly what its traits declare. */
export class HostObject {
  constructor(readonly traits: HostTraits) {}

  get [TYPE_NAME](): string {
    return this.traits.typeName;
  }
}
