import type { Change } from '../../../model/place.ts';
import { ensurePath, replaceScalar } from '../../../syntax/yaml/edit.ts';
import { listOf } from './annotation.ts';
import type { Controller } from './controller.ts';

const KEY = 'global-allowed-response-headers';

/** Whether headers of this name may come from `custom-headers`: letter case counts. */
export function isAllowed(controller: Controller, name: string): boolean {
  return listOf(controller.get(KEY)?.text).includes(name);
}

/** Lists one more name; `undefined` where that cannot be written. */
export function allowChange(controller: Controller, name: string): Change | undefined {
  const setting = controller.get(KEY);
  const { document, object, values } = controller;
  if (setting !== undefined) {
    const { value } = setting.entry;
    const text = [...listOf(setting.text), name].join(',');
    return value.kind === 'scalar' && !setting.entry.merged
      ? replaceScalar(document, value, text)
      : undefined;
  }
  if (object !== undefined) return ensurePath(document, object.node, ['data', KEY], name);
  return values && ensurePath(document, values, ['config', KEY], name);
}
