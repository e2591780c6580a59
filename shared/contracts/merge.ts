import type { EventContract } from './event.ts';
import type { Route } from './route.ts';

type Routes = Readonly<Record<string, Route>>;
type Events = Readonly<Record<string, EventContract>>;

type NameOf<G> = G extends object ? keyof G & string : never;
type EndpointOf<G> = G extends Routes
  ? { [N in keyof G]: `${G[N]['method']} ${G[N]['path']}` }[keyof G]
  : never;
type Named<G, N> = G extends unknown ? (N extends keyof G ? G[N] : never) : never;

/** All groups merged into one table. */
type Merged<G> = { readonly [N in NameOf<G>]: Named<G, N> };

/** What two groups have in common: a name or an endpoint. */
type Shared<A, B> = Extract<NameOf<A>, NameOf<B>> | Extract<EndpointOf<A>, EndpointOf<B>>;

/** Nothing when there is no conflict; otherwise the duplicates, a type that no list of groups can be assigned to. */
type Distinct<Groups extends readonly unknown[]> = Groups extends readonly [infer First, ...infer Rest]
  ? [Shared<First, Rest[number]>] extends [never]
    ? Distinct<Rest>
    : { givenTwice: Shared<First, Rest[number]> }
  : unknown;

/**
 * Merges the routes of capabilities into the table of an edge. Two groups with the same name, or the same method and
 * path, fail to compile; paths that differ only in the names of their parameters are caught when the module is loaded.
 * @throws Error naming the duplicate
 */
export function mergeRoutes<const Groups extends readonly Routes[]>(
  ...groups: Groups & Distinct<Groups>
): Merged<Groups[number]> {
  const merged = merge<Route>(groups);
  const endpoints = new Set<string>();
  for (const { method, path } of Object.values(merged)) {
    const endpoint = `${method} ${path.replace(/:\w+/g, ':')}`;
    if (endpoints.has(endpoint)) throw new Error(`Two routes answer ${method} ${path}.`);
    endpoints.add(endpoint);
  }
  return merged as Merged<Groups[number]>;
}

/**
 * Merges the events of capabilities into those of an edge, in one direction.
 * @throws Error naming the duplicate
 */
export function mergeEvents<const Groups extends readonly Events[]>(
  ...groups: Groups & Distinct<Groups>
): Merged<Groups[number]> {
  return merge<EventContract>(groups) as Merged<Groups[number]>;
}

function merge<T>(groups: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const entries = groups.flatMap((group) => Object.entries(group));
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index);
  if (twice) throw new Error(`${twice[0]} is given twice.`);
  return Object.fromEntries(entries);
}
