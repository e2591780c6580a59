/** A rule about the text of production files, for what an import graph cannot show. */
export interface TextRule {
  name: string;
  reason: string;
  /** Matches a line that breaks the rule. */
  pattern: RegExp;
  /** Files it applies to, as paths from the root with forward slashes. */
  within: RegExp;
  /** Files that are allowed to do it. */
  except: RegExp;
}

export interface TextViolation {
  rule: string;
  reason: string;
  path: string;
  line: number;
}

const OURS = /^(shared|server|media|desktop)\/.*\.tsx?$/;
const TEST = /\.test\.tsx?$|\/testing\//;

export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'env-is-read-in-one-file',
    reason: 'A setting read elsewhere escapes the schema, .env.example and the doctor.',
    pattern: /\bprocess\.env\b|\bimport\.meta\.env\b/,
    within: OURS,
    except: /^(server|media|desktop\/main)\/(main|lane|config|command)\.ts$|^shared\/node\/environment\.ts$/,
  },
  {
    name: 'pages-talk-through-the-client',
    reason: 'Requests made elsewhere escape the contract, the sign-in and the error sentences.',
    pattern: /(?<![.\w])(fetch|io)\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\(|navigator\.sendBeacon\(/,
    within: /^desktop\/renderer\/.*\.tsx?$/,
    // The studio's door at the ingest has a contract of its own: direct-publish.ts.
    except: /^desktop\/renderer\/(api\/|portal\/page-deps\.ts$|engine\/publish\/connection\.ts$)/,
  },
  {
    name: 'routes-come-from-the-contract',
    reason: 'A route bound by hand has no schema, no limit and no place in openapi.json.',
    pattern: /\.(get|post|put|patch|delete|all|use)\(\s*['"`]\//,
    within: /^server\/.*\.ts$/,
    except: /^server\/(infra\/http\/|site\/pages\.ts$)/,
  },
  {
    name: 'ipc-comes-from-the-contract',
    reason: 'A channel used by hand has neither a schema nor a check of its sender.',
    pattern: /\bipc(Main|Renderer)\b|\bcontextBridge\b/,
    within: OURS,
    except: /^desktop\/(main\/infra|preload)\//,
  },
  {
    name: 'no-spread-of-a-literal',
    reason:
      'Spreading an object literal switches off the check for excess properties: write the properties out.',
    pattern: /\.\.\.\{/,
    within: /^(shared|server|media|desktop|build)\/.*\.tsx?$/,
    except: /^build\/lint\//,
  },
];

const COMMENT = /^\s*(\/\/|\*|\/\*)/;

/** What is wrong with one file; tests and comments are exempt. */
export function textViolations(path: string, text: string): TextViolation[] {
  if (TEST.test(path)) return [];
  const rules = TEXT_RULES.filter(({ within, except }) => within.test(path) && !except.test(path));
  if (rules.length === 0) return [];
  return text
    .split('\n')
    .flatMap((line, index) =>
      COMMENT.test(line)
        ? []
        : rules
            .filter(({ pattern }) => pattern.test(line))
            .map(({ name, reason }) => ({ rule: name, reason, path, line: index + 1 })),
    );
}
