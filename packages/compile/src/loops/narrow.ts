/** Whole numbers of 64 bits as 32 bits, for a target that has no vectors of the former: positions are far smaller. */
import type { DType } from '../ir/graph.js';
import type { Program } from './form.js';
import { withBuffers } from './substitute.js';

const narrow = (dtype: DType): DType => (dtype === 'int64' ? 'int32' : dtype);

export function narrowed(program: Program): Program {
  if (program.buffers.every(({ dtype }) => dtype !== 'int64')) return program;
  return withBuffers(
    program,
    (buffer) => {
      if (buffer.dtype !== 'int64') return buffer;
      const { values } = buffer;
      return {
        ...buffer,
        dtype: 'int32',
        ...(values !== undefined && { values: Int32Array.from(values, Number) }),
      };
    },
    narrow,
  );
}
