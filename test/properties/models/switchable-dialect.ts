import type { Dialect } from '#dvt/spi/dialect.js';

/** A dialect that asks, at every call, the one that is current. */
export function switchable(dialect: Dialect, current: () => Dialect): Dialect {
  const blocks = dialect.blocks && {
    key: (...of: Parameters<NonNullable<Dialect['blocks']>['key']>) => current().blocks!.key(...of),
    value: (...of: Parameters<NonNullable<Dialect['blocks']>['value']>) => current().blocks!.value(...of),
    aggregate: (...of: Parameters<NonNullable<Dialect['blocks']>['aggregate']>) => current().blocks!.aggregate(...of),
    orderTerm: (...of: Parameters<NonNullable<Dialect['blocks']>['orderTerm']>) => current().blocks!.orderTerm(...of),
  };
  return {
    ...dialect,
    pushdown: (condition) => current().pushdown(condition),
    expression: (value) => current().expression(value),
    ...(blocks && { blocks }),
  };
}
