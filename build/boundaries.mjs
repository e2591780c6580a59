// Who may import whom. Each rule gives its reason, and `boundaries.test.ts` plants one violation of each: a rule that
// nobody has ever seen fail may be guarding nothing. What imports cannot show (environment, routes, requests) is in
// `lint/text-rules.ts`.

const TEST = '\\.test\\.tsx?$';
const TESTING = '/testing/';
/** Folders of the renderer that are not features: what features stand on, and the shells that compose them. */
const PAGE_FLOOR = 'api|i18n|page|ui';
const SHELLS = 'portal|studio|admin|site';
const FEATURE = `^desktop/renderer/(?!(?:${PAGE_FLOOR}|${SHELLS})/)([^/]+)/`;
const OURS = '^(shared|server|media|desktop)/';

/** Parts of a media node, each standing on those after it. */
const MEDIA_ORDER = ['lanes', 'control', 'fanout', 'ingest', 'transcode', 'relay'];

/** Capabilities of the server that others stand on, each standing on those after it. */
export const SERVER_ORDER = ['live', 'destinations', 'sources', 'nodes', 'billing', 'auth'];

/** What going live is made of, each part standing on those after it. */
export const LIVE_ORDER = [
  ...['supervision', 'publishing', 'snapshots', 'commands', 'reports', 'views'],
  ...['plans', 'sessions', 'relays', 'usage', 'events'],
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules in a cycle can only be understood, tested and moved together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that resolves to nothing is either broken or a package that nobody declared.',
      severity: 'error',
      from: {},
      // Vite's ways to import the address of a file, or a worklet.
      to: { couldNotResolve: true, pathNot: '\\?(url|worker&url)$' },
    },
    {
      name: 'shared-is-the-floor',
      comment:
        'shared is what all processes stand on: if it imported one of them, none could be taken alone.',
      severity: 'error',
      from: { path: '^shared/', pathNot: TEST },
      to: { path: '^(server|media|desktop|build)/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment:
        'shared runs in Node, in browsers and in Electron, so it may use neither of them, nor their packages.',
      severity: 'error',
      from: { path: '^shared/', pathNot: ['^shared/node/', TEST] },
      to: {
        path: '.',
        pathNot: [
          '^shared/',
          'node_modules/(zod|@asteasolutions/zod-to-openapi)/',
          '^(server|media|desktop|build)/',
        ],
      },
    },
    {
      name: 'shared-stands-below-the-node-floor',
      comment:
        'shared/node is for Node programs only: the rest of shared, which pages load too, may not lead there.',
      severity: 'error',
      from: { path: '^shared/', pathNot: ['^shared/node/', TEST] },
      to: { path: '^shared/node/' },
    },
    {
      name: 'pages-never-stand-on-the-node-floor',
      comment:
        'Pages and the preload script run where there is no Node, so the floor of Node programs is not for them.',
      severity: 'error',
      from: { path: '^desktop/(renderer|preload)/', pathNot: TEST },
      to: { path: '^shared/node/' },
    },
    {
      name: 'apps-never-meet',
      comment:
        'Processes are deployed and die separately; they meet in the contracts of shared, over the network.',
      severity: 'error',
      from: { path: '^(server|media|desktop)/', pathNot: '^desktop/main/' },
      to: { path: '^(server|media|desktop)/', pathNot: '^$1/' },
    },
    {
      name: 'desktop-enters-media-by-its-front-door',
      comment:
        'The desktop publishes with the same engine as a media node, through the one face kept stable for it.',
      severity: 'error',
      from: { path: '^desktop/main/' },
      to: { path: '^(server|media)/', pathNot: '^media/public\\.ts$' },
    },
    {
      name: 'capabilities-have-a-front-door',
      comment: 'What a capability offers to others is its public.ts; behind it, it can change freely.',
      severity: 'error',
      from: { path: '^server/(?!infra/)([^/]+)/', pathNot: TEST },
      to: {
        path: '^server/[^/]+/',
        pathNot: ['^server/$1/', '^server/[^/]+/public\\.ts$', '^server/(infra|node_modules)/'],
      },
    },
    {
      name: 'media-capabilities-have-a-front-door',
      comment:
        'What a part of a media node offers to others is its public.ts; behind it, it can change freely.',
      severity: 'error',
      from: { path: '^media/([^/]+)/', pathNot: [TEST, TESTING] },
      to: {
        path: '^media/[^/]+/',
        pathNot: ['^media/$1/', '^media/[^/]+/public\\.ts$', '^media/node_modules/'],
      },
    },
    ...MEDIA_ORDER.slice(1).map((name, index) => ({
      name: `media-${name}-looks-down-only`,
      comment: `Plans flow down from control to relay; ${name} is driven by what stands above it and knows nothing of it.`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^media/${name}/`, pathNot: [TEST, TESTING] },
      to: { path: `^media/(${MEDIA_ORDER.slice(0, index + 1).join('|')})/` },
    })),
    ...SERVER_ORDER.slice(1).map((name, index) => ({
      name: `server-${name}-looks-down-only`,
      comment: `What stands on ${name} follows what it announces; ${name} knows none of them.`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^server/${name}/`, pathNot: TEST },
      to: { path: `^server/(${SERVER_ORDER.slice(0, index + 1).join('|')})/` },
    })),
    ...LIVE_ORDER.slice(1).map((name, index) => ({
      name: `live-${name}-looks-down-only`,
      comment: `A part of going live that grows arrows both ways can no longer be changed alone; ${name} uses only what stands below it.`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^server/live/${name}/`, pathNot: TEST },
      to: { path: `^server/live/(${LIVE_ORDER.slice(0, index + 1).join('|')})/` },
    })),
    {
      name: 'infra-knows-no-capability',
      comment: 'Infrastructure serves every capability alike; knowing one would tie all others to it.',
      severity: 'error',
      from: { path: '^server/infra/', pathNot: TEST },
      to: { path: '^server/[^/]+/', pathNot: ['^server/infra/', '^server/node_modules/'] },
    },
    {
      name: 'renderer-is-a-web-page',
      comment: 'The same pages run in any browser, so they see the shared floor and the web, nothing else.',
      severity: 'error',
      from: { path: '^desktop/renderer/', pathNot: TEST },
      to: { path: ['^desktop/(?!renderer/|node_modules/)', '^(electron|node_modules/electron)(/|$)'] },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'There is no Node in a browser.',
      severity: 'error',
      from: { path: '^desktop/renderer/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-have-a-front-door',
      comment:
        'What a feature of the pages offers to others is its public.ts; behind it, it can change freely.',
      severity: 'error',
      from: { path: '^desktop/renderer/([^/]+)/', pathNot: TEST },
      to: { path: FEATURE, pathNot: ['^desktop/renderer/$1/', '/renderer/[^/]+/public\\.ts$'] },
    },
    {
      name: 'features-know-no-shell',
      comment: 'Shells compose features; a feature that imports one could stand in no other.',
      severity: 'error',
      from: { path: '^desktop/renderer/[^/]+/', pathNot: [`^desktop/renderer/(${SHELLS})/`, TEST] },
      to: { path: `^desktop/renderer/(${SHELLS})/` },
    },
    {
      name: 'pages-floor-knows-no-feature',
      comment: 'What every page uses would tie all features together if it knew one of them.',
      severity: 'error',
      from: { path: `^desktop/renderer/(${PAGE_FLOOR})/`, pathNot: TEST },
      to: { path: FEATURE },
    },
    {
      name: 'parts-know-no-page',
      comment:
        'Parts show what they are given; one that calls the server or knows a page cannot be used everywhere.',
      severity: 'error',
      from: { path: '^desktop/renderer/ui/', pathNot: TEST },
      to: { path: '^desktop/renderer/(api|page)/' },
    },
    {
      name: 'one-place-spawns',
      comment:
        'Deadlines, clean stops and secrets kept out of arguments hold only where one module starts processes.',
      severity: 'error',
      from: {
        path: OURS,
        pathNot: ['^shared/node/', TEST, TESTING],
      },
      to: { path: ['^(node:)?child_process$', 'node_modules/execa/'] },
    },
    {
      name: 'only-stores-speak-sql',
      comment: 'Queries scoped to their owner are checked in one file per capability.',
      severity: 'error',
      from: { path: OURS, pathNot: ['^server/infra/database/', '[/-]store\\.ts$', TEST, TESTING] },
      to: { path: 'node_modules/(@types/)?(knex|pg)/' },
    },
    {
      name: 'express-stays-in-infra',
      comment:
        'Routes come from the contract table, bound in one place that checks input, rights and limits.',
      severity: 'error',
      // The built pages are files, not routes of the contract.
      from: { path: OURS, pathNot: ['^server/infra/', '^server/site/pages\\.ts$', TEST, TESTING] },
      to: { path: 'node_modules/express/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'production-never-imports-tests',
      comment: 'Tests and their helpers are not shipped.',
      severity: 'error',
      from: { path: OURS, pathNot: [TEST, TESTING] },
      to: { path: ['^build/', TEST, TESTING] },
    },
    {
      name: 'launcher-needs-no-test-kit',
      comment: 'npm start runs the product for people: it stands on the floor, not on test helpers.',
      severity: 'error',
      from: { path: '^build/start(\\.ts$|/)', pathNot: TEST },
      to: { path: '^build/kit/' },
    },
    {
      name: 'production-needs-no-dev-packages',
      comment: 'Development packages are not installed where the product runs.',
      severity: 'error',
      from: { path: OURS, pathNot: [TEST, TESTING] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)\\.cache/', '\\.css$', '\\.svg$'] },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
