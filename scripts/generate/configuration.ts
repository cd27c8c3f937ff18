import type { RuleMeta } from '../../server/src/core/model/rule.ts';
import { read, type Product } from './product.ts';

/** `contributes.configuration` of the manifest: the settings, with one severity per rule. Nothing else is touched. */
export function configuration(rules: readonly RuleMeta[]): Product {
  const manifest = JSON.parse(read('package.json')) as { contributes?: Record<string, unknown> };
  const settings = { title: 'Gateway Lint', properties: properties(rules) };
  manifest.contributes = { ...manifest.contributes, configuration: settings };
  // Prettier formats package.json as JSON.stringify does.
  return { path: 'package.json', text: `${JSON.stringify(manifest, null, 2)}\n` };
}

function properties(rules: readonly RuleMeta[]): Readonly<Record<string, unknown>> {
  return {
    'gatewayLint.policy': {
      order: 1,
      type: 'string',
      scope: 'resource',
      enum: ['any', 'SAMEORIGIN', 'DENY'],
      default: 'any',
      markdownDescription: 'Which framing of your pages you permit. Weaker policies are reported.',
      markdownEnumDescriptions: [
        'Any valid policy will do; only pages without one are reported.',
        'Only pages of the same origin may frame: `X-Frame-Options: SAMEORIGIN`, or stricter.',
        'Nobody may frame: `X-Frame-Options: DENY`.',
      ],
    },
    'gatewayLint.severities': {
      order: 2,
      type: 'object',
      scope: 'resource',
      default: {},
      additionalProperties: false,
      markdownDescription:
        'How grave each rule is; `off` silences it. Rules that are not named keep their own severity.',
      properties: Object.fromEntries(
        rules.map(({ id, severity, summary }) => [
          id,
          {
            type: 'string',
            enum: ['error', 'warning', 'information', 'off'],
            default: severity,
            markdownDescription: summary,
          },
        ]),
      ),
    },
    'gatewayLint.nginx.version': {
      order: 3,
      type: 'string',
      scope: 'resource',
      default: '',
      pattern: '^(\\d+\\.\\d+\\.\\d+)?$',
      patternErrorMessage: 'A version such as 1.29.3, or nothing.',
      markdownDescription:
        'The version of nginx that serves, such as `1.29.3`. Empty: not known; then no advice needs a newer nginx than the oldest supported one.',
    },
    'gatewayLint.nginx.pathMap': {
      order: 4,
      type: 'object',
      scope: 'resource',
      default: {},
      propertyNames: { pattern: '^/' },
      additionalProperties: { type: 'string' },
      markdownDescription:
        'Where absolute paths of the machine that nginx runs on are found: `{ "/etc/nginx": "deploy/nginx" }`. Folders are relative to the workspace folder. Paths that are not named are looked for by their longest end.',
    },
    'gatewayLint.springCloudGateway.version': {
      order: 5,
      type: 'string',
      scope: 'resource',
      default: '',
      pattern: '^(\\d+\\.\\d+(\\.\\d+)?)?$',
      patternErrorMessage: 'A version such as 4.3.5 or 2025.0, or nothing.',
      markdownDescription:
        'The version of Spring Cloud Gateway that reads the files, such as `4.3.5`, or of its release train, such as `2025.0`. Empty: not known; then the newest that reads them is taken.',
    },
    'gatewayLint.springCloudGateway.profiles': {
      order: 6,
      type: 'array',
      scope: 'resource',
      default: [],
      items: { type: 'string', pattern: '^[^\\s,&|!()]+$', patternErrorMessage: 'The name of one profile.' },
      uniqueItems: true,
      markdownDescription:
        'The Spring profiles that are active where Spring Cloud Gateway runs, such as `["prod", "eu"]`; `["default"]` where none is. Empty: not known; then each that a file names is judged.',
    },
  };
}
