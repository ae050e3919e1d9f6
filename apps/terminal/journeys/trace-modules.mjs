/** Given to node with --import: writes the address of every module that is loaded to the file in SPEIL_TRACE. */
import { register } from 'node:module';

const hooks = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(process.env.SPEIL_TRACE, url + '\\n');
    return next(url, context);
  }`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
