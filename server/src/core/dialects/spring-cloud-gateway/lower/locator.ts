import type { Property } from '../config/property.ts';
import { definitions, flag, type View } from '../config/view.ts';

/** Where the routes that a service registry makes are switched on: nothing of them stands in the file. */
export function locatorOf({ roots }: View): Property | undefined {
  const [enabled] = definitions(roots, 'discovery', 'locator', 'enabled');
  return enabled?.value?.kind === 'scalar' && flag(enabled.value.text) === true ? enabled : undefined;
}
