import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../lint/run.ts';
import { checkDatabase } from './database.ts';
import { conclusion, type Finding, findingsTable, isHealthy } from './finding.ts';
import { checkFolder, runningOn } from './folders.ts';
import { clashes, portFinding, probePort, wantedPorts } from './ports.ts';
import { checkSettings } from './settings.ts';
import { checkTools } from './tools.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const findings = await examine(process.env);
if (values.json) {
  console.log(JSON.stringify({ ok: isHealthy(findings), findings }, null, 2));
} else {
  console.log(`${findingsTable(findings)}\n\n${conclusion(findings)}`);
}
process.exitCode = isHealthy(findings) ? 0 : 1;

async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const { findings: settings, server, media } = checkSettings(env);
  const dataDir = resolve(ROOT, env.DATA_DIR || 'data');
  const ports = wantedPorts(server, media, Boolean(env.MEDIAMTX_BIN) && media?.ingest !== 'builtin');
  const running = runningOn(dataDir);
  const probed = ports.map(async (port) => portFinding(port, await probePort(port), running));
  return [
    ...(await checkTools(env)),
    ...settings,
    await checkFolder({ name: 'data', path: dataDir, setting: 'DATA_DIR' }),
    ...(server ? [await checkDatabase(server.databaseUrl)] : []),
    ...clashes(ports),
    ...(await Promise.all(probed)),
  ];
}
