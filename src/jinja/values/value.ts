/**
 * A value of a template. Python's types are these of JavaScript:
 * None is null; bool, str and list are boolean, string and array; int is a safe integer or a bigint; float is any
 * other number or a `PyFloat`; tuple, set and range are the classes of this folder; dict is a `Dict`, a `Map` or a
 * plain object. What else a host gives can be passed on, and nothing in it can be reached.
 */
export type Value = unknown;
