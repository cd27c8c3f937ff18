import type { HeaderOp } from '../../../model/header-op.ts';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { ActivePlugin } from './chain.ts';
import { configuredIn } from './effects.ts';
import { setOps } from './ops.ts';

/** What a plugin sends that answers by itself, and with which status. */
export function ownAnswer(plugin: ActivePlugin): {
  readonly status: number;
  readonly isPage: boolean;
  readonly ops: readonly HeaderOp[];
} {
  const { document, config } = plugin;
  const keys = plugin.kind === 'mocking' ? ['response_status', 'response_header'] : ['status', 'headers'];
  const [statusKey = '', headersKey = ''] = keys;
  const status = Number(textOf(at(config?.value, statusKey)) ?? 0);
  const type = textOf(at(config?.value, 'content_type')) ?? '';
  const headers = entryOf(config?.value, headersKey);
  const outer = config === undefined ? [] : [...configuredIn(plugin, config)];
  const ops =
    plugin.kind === 'mocking'
      ? setOps(document, headers, outer, 'send')
      : itemsOf(headers?.value).flatMap((item) => {
          const key = at(item, 'key');
          const values = itemsOf(at(item, 'value'));
          const [value] = values;
          if (key?.kind !== 'scalar') return [];
          return interceptedOps(plugin, item, key.text, values.length === 1 ? value : undefined);
        });
  return { status: status === 0 ? 200 : status, isPage: /html/i.test(type), ops };
}

function interceptedOps(
  { document }: ActivePlugin,
  item: YamlNode,
  name: string,
  value: YamlNode | undefined,
): readonly HeaderOp[] {
  const nameNode = at(item, 'key') ?? item;
  const text = textOf(value);
  const at_ = document.place((value ?? item).at);
  const isKnown = text !== undefined && !text.includes('$');
  return [
    {
      kind: 'set',
      name: { text: name.toLowerCase(), prefix: false },
      spelling: name,
      value: isKnown
        ? { kind: 'literal', text, at: at_ }
        : { kind: 'dynamic', parts: [undefined], template: text ?? '', at: at_ },
      whenEmpty: 'send',
      reach: {},
      nameAt: document.place(nameNode.at),
      statement: document.place(item.at),
      edits: {},
    },
  ];
}
