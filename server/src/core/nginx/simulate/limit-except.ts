import type { Located } from '../lower/located.ts';
import type { Transaction } from './transaction.ts';

/**
 * What stands in the `limit_except` of the location where it holds for this method (ngx_http_update_location_config);
 * inside it only that and what is inherited count.
 */
export function limitedItems({ config, level, method }: Transaction): readonly Located[] | undefined {
  if (level.kind !== 'location') return undefined;
  const [item] = config.own(level, 'limit_except');
  if (item === undefined) return undefined;
  const methods = item.args.map((each) => each.toUpperCase());
  const isFree = methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
  return isFree ? undefined : config.bodyOf(item);
}
