import type { YamlEntry } from '../../../syntax/yaml/node.ts';
import type { Policies } from '../read/policies.ts';
import type { ControllerWorld, VirtualServer } from '../read/world.ts';
import type { ErrorPageLines } from './error-pages.ts';
import type { RouteTable } from './route-table.ts';
import type { Writer } from './writer.ts';

/** What is around the routes of a VirtualServer. */
export interface ServerContext {
  readonly writer: Writer;
  readonly world: ControllerWorld;
  readonly server?: VirtualServer;
  readonly policies: Policies;
  readonly table: RouteTable;
  /** By the list of `errorPages`: several subroutes may have that of the item that delegates to them. */
  readonly pages: Map<YamlEntry, ErrorPageLines>;
}
