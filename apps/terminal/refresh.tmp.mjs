import * as fs from 'node:fs'; import * as path from 'node:path';
import { processIo } from './dist/io/io.js';
import { findModel } from './dist/models/resolve.js';
import { openDomain } from './dist/domains/registry/domains.js';
import { evalResults, writeResults } from './dist/publishing/eval-results.js';
const io = processIo();
const root = '../../packages/models';
for (const name of process.argv.slice(2)) {
  const model = findModel(path.join(root, name), {}, io);
  const domain = await openDomain(model.domain);
  const data = name.startsWith('mnist') ? 'mnist' : name.startsWith('scenes') ? 'scenes' : name.startsWith('drums') ? 'groove' : 'lieder';
  const limit = data === 'scenes' ? 1000 : undefined;
  const t = Date.now();
  const evaluated = await domain.evaluate(model, { engine: 'auto', samples: 1, seed: 0, draws: 0, split: 'test', data, dataDir: '/work/shared/data', ...(limit && { limit }) }, io);
  fs.writeFileSync(path.join(root, name, 'eval_results.yaml'), writeResults(evalResults(evaluated, { split: 'test', date: new Date() })));
  console.log(name, Date.now() - t, JSON.stringify(evaluated.figures));
}
process.exit(0);
