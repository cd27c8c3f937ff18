import type { Unread } from '../../../model/scope.ts';
import type { Gateway } from './gateway.ts';
export function unreadOf(_gateway: Gateway): readonly Unread[] {
  return [];
}
