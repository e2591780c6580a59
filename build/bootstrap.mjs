#!/usr/bin/env node
// The entry point of every `npm run …`: installs, prepares tools, then runs the command on the pinned Node. Plain Node
// without dependencies, because nothing may be installed yet.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    `Neustream Studio needs Node 20 or newer, and this is ${process.versions.node}. ` +
      'Install the current Node from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}

// Imported only now, because older Nodes could not even parse it.
const { main } = await import('./bootstrap/main.mjs');
process.exitCode = await main(process.argv.slice(2));
