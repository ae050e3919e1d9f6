/** Loaded with `node --import`: writes the URL of every module that is loaded to the file that SPEIL_TRACE names. */
import { register } from 'node:module';

const hooks = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(process.env.SPEIL_TRACE, url + '\\n');
    return next(url, context);
  }`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
